import { writeLibraryTypes } from "./library-types";

writeLibraryTypes("dist/index.d.ts", { isReportWritten: true });

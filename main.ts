import { synthesise } from "./configuration/synthesise";

synthesise();

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

/** Where the report of the public types is kept, which a review reads. */
const REPORT_FOLDER = "etc";

/** In place of its imports of cdktf: any type is what TypeScript makes of a module that is not installed. */
const EITHER_FRAMEWORK = `// @ts-ignore Of these two, one is installed.
import * as cdktf from 'cdktf';
// @ts-ignore
import * as cdktn from 'cdktn';

declare type Framework = string extends keyof typeof cdktf ? typeof cdktn : typeof cdktf;
declare const TerraformStack: Framework['TerraformStack'];
declare type TerraformStack = InstanceType<Framework['TerraformStack']>;
declare type TerraformElement = InstanceType<Framework['TerraformElement']>;
`;

/**
 * Writes the types of the package's library into one file.
 *
 * @param isReportWritten - Whether the report is written anew; otherwise it is compared
 * @returns Whether the report says what the types are
 */
export function writeLibraryTypes(file: string, { isReportWritten }: { isReportWritten: boolean }): boolean {
  const folder = resolve("dist/types");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(REPORT_FOLDER, { recursive: true });
  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.types.json", "--outDir", folder]);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve("package.json"),
    configObject: {
      projectFolder: process.cwd(),
      mainEntryPointFilePath: `${folder}/configuration/package.d.ts`,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            module: "nodenext",
            strict: true,
            types: ["node"],
            skipLibCheck: true,
          },
          include: [`${folder}/configuration/package.d.ts`],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: resolve(REPORT_FOLDER),
        reportTempFolder: folder,
        reportFileName: "library",
      },
      dtsRollup: { enabled: true, untrimmedFilePath: resolve(file) },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: isReportWritten,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  rmSync(folder, { recursive: true });
  writeFileSync(file, ofEitherFramework(readFileSync(file, "utf8")));
  return !apiReportChanged;
}

/** @throws Error where the library needs more of the framework than what is written here */
function ofEitherFramework(types: string): string {
  const imported = /^import \{ (\w+) \} from 'cdktf';\n/gm;
  const names = [...types.matchAll(imported)].map(([, name]) => name);
  if (names.join() !== "TerraformElement,TerraformStack") {
    throw new Error(`the public types name ${names.join(", ")} of cdktf: give EITHER_FRAMEWORK the same`);
  }
  return `${EITHER_FRAMEWORK}${types.replaceAll(imported, "")}`;
}

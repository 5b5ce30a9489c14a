import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { generateProviderBindingsFromSchema } from "@cdktf/provider-generator";
import cdktfJson from "../cdktf.json";
import { startProvider } from "../standin/provider";
import { limitSchema, type Schema } from "./bindings-schema";
import { BOUND_TYPES } from "./bound-types";

/** With url and token in the environment, the provider block does not ask for them. */
const PLACEHOLDERS = { AUTHENTIK_URL: "http://placeholder.invalid", AUTHENTIK_TOKEN: "placeholder" };

/** The whole schema is about 1 MB. */
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** Where a schema comes from: the registry's provider, or the stand-in, which needs no network. */
export type Source = "registry" | "stand-in";

/** Writes the bindings of the types we use to `<directory>/providers/authentik`. */
export async function generateBindings(source: Source, directory: string): Promise<void> {
  const schema = source === "registry" ? await readSchema({}) : await readStandInSchema();
  await generateProviderBindingsFromSchema(directory, limitSchema(schema, BOUND_TYPES));
}

async function readStandInSchema(): Promise<Schema> {
  const provider = await startProvider(PLACEHOLDERS);
  try {
    return await readSchema({ TF_REATTACH_PROVIDERS: provider.reattach });
  } finally {
    await provider.close();
  }
}

/** What terraform says the provider's schema is; throws what terraform complains about. */
async function readSchema(environment: Record<string, string>): Promise<Schema> {
  const cwd = await mkdtemp(join(tmpdir(), "authentik-schema-"));
  try {
    await writeFile(join(cwd, "main.tf.json"), JSON.stringify(requiredProvider()));
    const env = { ...process.env, ...PLACEHOLDERS, ...environment };
    const terraform = (...args: string[]) =>
      promisify(execFile)("terraform", args, { cwd, env, maxBuffer: OUTPUT_LIMIT });
    await terraform("init", "-no-color", "-input=false");
    const { stdout } = await terraform("providers", "schema", "-json");
    return JSON.parse(stdout);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

function requiredProvider() {
  const [source, version] = (cdktfJson.terraformProviders[0] ?? "").split("@");
  return { terraform: { required_providers: { authentik: { source, version } } } };
}

async function replaceBindings(source: Source, target: string): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), "authentik-bindings-"));
  try {
    await generateBindings(source, fresh);
    const ours = join("providers", "authentik");
    await rm(join(target, ours), { recursive: true, force: true });
    await cp(join(fresh, ours), join(target, ours), { recursive: true });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

if (require.main === module) {
  const source: Source = process.argv.includes("--registry") ? "registry" : "stand-in";
  replaceBindings(source, join(__dirname, "..", ".gen")).then(
    () => console.log(`.gen/providers/authentik is generated from the ${source}'s schema`),
    (error: Error & { stderr?: string }) => {
      console.error(error.stderr?.trim() || error.message);
      process.exitCode = 1;
    },
  );
}

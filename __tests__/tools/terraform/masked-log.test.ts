import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withMaskedLog } from "../../../tools/terraform/masked-log";

const SECRET = "gate-of-acme";

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "masked-log-"));
  log = join(folder, "terraform.log");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Where terraform's own log was, which logs the secret. */
async function logging(
  env: NodeJS.ProcessEnv,
  print?: (text: string) => void,
  ending = async () => {},
): Promise<string | undefined> {
  let path: string | undefined;
  await withMaskedLog(
    env,
    [SECRET],
    async ({ TF_LOG_PATH }) => {
      path = TF_LOG_PATH;
      if (path) writeFileSync(path, `asked with ${SECRET} and a-password\n`);
      await ending();
    },
    print,
  ).catch(() => {});
  return path;
}

test("the log is added to TF_LOG_PATH without secrets, for its owner alone, and nothing else is left", async () => {
  const env = { TF_LOG: "trace", TF_LOG_PATH: log, MY_PASSWORD: "a-password" };

  const first = await logging(env);
  await logging(env, undefined, () => Promise.reject(new Error("terraform failed")));

  expect(readFileSync(log, "utf8")).toBe("asked with *** and ***\n".repeat(2));
  expect(statSync(log).mode & 0o777).toBe(0o600);
  expect(existsSync(dirname(first as string))).toBe(false);
});

test("without TF_LOG_PATH it is printed where somebody listens", async () => {
  const printed: string[] = [];

  await logging({ TF_LOG_CORE: "debug" }, (text) => printed.push(text));

  expect(printed).toEqual(["asked with *** and a-password\n"]);
});

test.each<NodeJS.ProcessEnv>([{ TF_LOG: "trace" }, {}])(
  "with %j alone terraform is left to itself",
  async (env) => {
    expect(await logging(env)).toBeUndefined();
  },
);

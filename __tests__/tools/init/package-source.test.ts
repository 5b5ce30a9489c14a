import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageSource } from "../../../tools/init/package-source";

const root = mkdtempSync(join(tmpdir(), "agent-stack-source-"));
const installed = join(root, "npx", "node_modules", "@agent-stack", "authentik");
const repository = join(root, "identity");
mkdirSync(installed, { recursive: true });
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ["a range of a registry's versions", { dependencies: { "@agent-stack/authentik": "^0.1.0" } }, "0.1.7"],
  ["a development dependency", { devDependencies: { "@agent-stack/authentik": "0.1.7" } }, "0.1.7"],
  [
    "an address",
    { dependencies: { "@agent-stack/authentik": "https://example.com/agent-stack-0.1.7.tgz" } },
    "https://example.com/agent-stack-0.1.7.tgz",
  ],
  [
    "a repository",
    { dependencies: { "@agent-stack/authentik": "acme/agent-stack#v1" } },
    "acme/agent-stack#v1",
  ],
  ["a tarball", { dependencies: { "@agent-stack/authentik": "file:../in/a.tgz" } }, "file:../in/a.tgz"],
  [
    "a tarball in the new repository",
    { dependencies: { "@agent-stack/authentik": "file:../identity/a.tgz" } },
    "file:a.tgz",
  ],
  ["nothing of it", {}, "file:../npx/node_modules/@agent-stack/authentik"],
])("where npm has recorded %s", (_, recorded, source) => {
  writeFileSync(join(root, "npx", "package.json"), JSON.stringify(recorded));

  expect(packageSource(installed, "0.1.7", repository)).toBe(source);
});

test("in a clone it is the clone, never what a registry has under that name", () => {
  const clone = join(root, "clone");

  expect(packageSource(clone, "0.1.7", repository)).toBe("file:../clone");
});

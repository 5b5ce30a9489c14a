import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Fleet } from "./fleet";

jest.setTimeout(300_000);

let fleet: Fleet;
beforeEach(async () => {
  fleet = await Fleet.start(["acme", "globex"]);
  write("agent-stack.yaml", "templates:\n  tenant: { cli: { name: agents } }\n");
  mkdirSync(join(fleet.directory, "environments"));
  for (const [index, name] of fleet.names.entries()) {
    write(
      `environments/${name}.yaml`,
      `# ${name}\nextends: tenant\nserver: ${fleet.standIn(index).server.url}\n`,
    );
  }
});
afterEach(() => fleet.close());

const write = (path: string, text: string) => writeFileSync(join(fleet.directory, path), text);
const read = (path: string) => readFileSync(join(fleet.directory, path), "utf8");

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.test", ...args], {
    cwd: fleet.directory,
    stdio: "pipe",
  });
}

test("tenants in files of their own are planned, each on its server, and adopted into their own file", async () => {
  const flow = {
    name: "Codes",
    title: "Codes",
    slug: "device-code-flow",
    designation: "stage_configuration",
  };
  const planned = await fleet.run("plan", "--no-verify", "--format", "json");
  const { server } = fleet.standIn(0);
  await fetch(`${server.url}/api/v3/flows/instances/`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    body: JSON.stringify({ ...flow, slug: "default-device-code-flow" }),
  });

  const adopted = await fleet.run("adopt", "acme", "--yes");

  expect(planned.code).toBe(2);
  expect(JSON.parse(planned.stdout).environments).toEqual(
    ["acme", "globex"].map((name, index) =>
      expect.objectContaining({ name, status: "attention", server: fleet.standIn(index).server.url }),
    ),
  );
  expect(adopted.stderr).toBe("");
  expect(adopted.stdout).toContain("wrote environments/acme.yaml\n");
  expect(adopted.stdout).toContain("\n\ndeviceCodeFlow:\n");
  expect(read("environments/acme.yaml")).toMatch(/^# acme\nextends: tenant\nserver: .*\ndeviceCodeFlow:\n/);
  expect(parse(read("environments/acme.yaml")).adopt).toEqual({
    "authentik_flow.device_code_flow": "default-device-code-flow",
  });
  expect(read("agent-stack.yaml")).toBe("templates:\n  tenant: { cli: { name: agents } }\n");
});

test("`changed` lists the tenants whose files, or what they extend, were changed, added or taken away", async () => {
  write(".gitignore", "*\n!agent-stack.yaml\n!environments\n!environments/*\n");
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "two tenants");
  const since = async () =>
    JSON.parse((await fleet.run("changed", "--base", "HEAD", "--format", "json")).stdout);
  const nothing = { format: 1, kind: "changed", free: [], held: [], gone: [], affected: [], files: [] };

  const untouched = await since();
  write("environments/acme.yaml", `${read("environments/acme.yaml")}connector: { name: Ours }\n`);
  const one = await since();
  rmSync(join(fleet.directory, "environments/globex.yaml"));
  write("environments/initech.yml", "extends: tenant\nserver: https://initech.example\n");
  const others = await since();
  write("agent-stack.yaml", "templates:\n  tenant: { cli: { name: others } }\n");
  git("checkout", "-q", "--", "environments");
  rmSync(join(fleet.directory, "environments/initech.yml"));
  const all = await since();
  write("environments/acme.yaml", "clii: {}\n");
  const mistaken = await fleet.run("changed", "--base", "HEAD");

  expect(untouched).toEqual(nothing);
  expect(one).toEqual({ ...nothing, free: ["acme"], affected: ["acme"] });
  expect(others).toEqual({
    ...nothing,
    free: ["acme"],
    held: ["initech"],
    gone: ["globex"],
    affected: ["acme", "initech"],
  });
  expect(all).toEqual({ ...nothing, free: ["acme", "globex"], affected: ["acme", "globex"] });
  expect(mistaken).toEqual({
    code: 1,
    stdout: "",
    stderr: `agent-stack changed: 2 mistakes in environments/acme.yaml
environments/acme.yaml:1:1: environments.acme.clii: unknown key; did you mean "cli"?
environments/acme.yaml:1:1: environments.acme: names no server, as each of several environments must: add server, such as https://id.example.com
`,
  });
});

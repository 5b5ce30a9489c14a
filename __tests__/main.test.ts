import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppProgram } from "./app-program";

describe("the app program", () => {
  const program = new AppProgram();
  afterAll(() => program.remove());

  function configuration(text: string | Buffer): string {
    const file = join(program.directory, "agent-stack.yaml");
    writeFileSync(file, text);
    return file;
  }

  it("synthesises one stack for each environment of agent-stack.yaml in the current directory, by default", () => {
    configuration(readFileSync("examples/agent-stack.yaml"));
    const { status, stderr } = program.run("", {}, program.directory);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(program.synthesised("staging").resource.authentik_flow.device_code_flow.slug).toBe(
      "default-device-code-flow",
    );
    expect(
      program.synthesised("staging").resource.authentik_endpoints_connector_agent.connector.refresh_interval,
    ).toBe("minutes=5");
  });

  it("starts no terraform, which would take longer than all the rest", () => {
    const file = configuration(
      "environments: {production: {cli: {access: [{group: a, order: 1}, {group: b, order: 2}]}}}",
    );
    const { status, stderr } = program.run(file, { TERRAFORM_BINARY_NAME: "false" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(Object.keys(program.synthesised("production").resource.terraform_data)).toEqual([
      "cli_access_orders",
      "server_installation",
    ]);
  });

  it("fails with everything that is wrong with the configuration and no stack trace", () => {
    const file = configuration(
      "environments:\n  production:\n    cli:\n      acess: []\n    connector: {name: ''}\n",
    );
    expect(program.run(file)).toMatchObject({
      status: 1,
      stdout: "",
      stderr: [
        `2 mistakes in ${file}`,
        `${file}:4:7: environments.production.cli.acess: unknown key; did you mean "access"?`,
        `${file}:5:17: environments.production.connector.name: got "", expected one line of text without spaces around it`,
        "",
      ].join("\n"),
    });
  });

  it("fails without a stack trace when there is no such file, and says what to do", () => {
    const file = join(program.directory, "none.yaml");
    expect(program.run(file)).toMatchObject({
      status: 1,
      stderr: `cannot read ${file} in ${process.cwd()} (ENOENT): write it, "environments: {production: {}}" is enough, or name another file in AGENT_STACK_CONFIG\n`,
    });
  });

  it("fails without a stack trace when the file is a directory", () => {
    const { status, stderr } = program.run(program.directory);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cannot read .* \(EISDIR\): .*AGENT_STACK_CONFIG\n$/);
  });

  it("fails without a stack trace when it cannot write, and says what to do", () => {
    const file = configuration("environments: {production: {}}");
    const outdir = join(file, "out");
    expect(program.run(file, { CDKTF_OUTDIR: outdir })).toMatchObject({
      status: 1,
      stderr: `cannot write ${outdir} (ENOTDIR): make its directory writable, or choose another with cdktf's --output\n`,
    });
  });

  it("fails where the file is not UTF-8, and says where", () => {
    const file = configuration(
      Buffer.from("environments:\n  production: {cli: {name: caf\xe9}}\n", "latin1"),
    );
    expect(program.run(file)).toMatchObject({
      status: 1,
      stderr: `1 mistake in ${file}\n${file}:2:31: not UTF-8 here: save the file in that encoding\n`,
    });
  });

  it("puts the project's lock file beside the stacks, and fails where it does not fit", () => {
    const file = configuration("environments: {production: {}}");
    const lock = join(program.directory, ".terraform.lock.hcl");
    const locked = (version: string) =>
      `provider "registry.terraform.io/goauthentik/authentik" {\n  version = "${version}"\n}\n`;
    writeFileSync(lock, locked("2026.5.2"));

    const fitting = program.run(file);
    const placed = readFileSync(join(program.directory, "out/stacks/production/.terraform.lock.hcl"), "utf8");
    writeFileSync(lock, locked("2026.8.0"));
    const other = program.run(file);
    const unlocked = program.run(file, { AGENT_STACK_UNLOCKED: "1" });
    rmSync(lock);

    expect(fitting).toMatchObject({ status: 0, stderr: "" });
    expect(placed).toContain(locked("2026.5.2"));
    expect(other).toMatchObject({
      status: 1,
      stderr:
        ".terraform.lock.hcl has goauthentik/authentik 2026.8.0, and production accepts ~> 2026.5.0\nrun agent-stack lock, and commit what it writes\n",
    });
    expect(unlocked).toMatchObject({ status: 0, stderr: "" });
  });

  it("fails without a stack trace when a construct's validation does", () => {
    const file = configuration(
      "environments: {production: {backend: {cloud: {organization: o, workspace: w}}}}",
    );
    const { status, stderr } = program.run(file, { TERRAFORM_BINARY_NAME: "echo 1.0.0" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Validation failed with the following errors:\n/);
    expect(stderr).toContain("The cloud block is only supported for Terraform >=1.1");
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

import { asTyped, findTerraform, TerraformError } from "../../../tools/terraform/binary";
import { program, removeFolders } from "./programs";

afterAll(removeFolders);

const version = (text: string) => `echo '{"terraform_version": "${text}"}'`;

test.each(["1.7.0", "1.11.4", "1.15.0-beta1", "2.0.0"])("accepts version %s", async (text) => {
  const command = program(version(text));

  const binary = await findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: command });

  expect(binary).toMatchObject({ command, title: `terraform ${text}` });
});

test("OpenTofu is called by its name", async () => {
  const binary = await findTerraform("/", {
    ...process.env,
    TERRAFORM_BINARY_NAME: program(version("1.10.0"), "tofu"),
  });

  expect(binary.title).toBe("tofu 1.10.0");
});

test.each(["1.6.6", "0.15.5"])("refuses version %s", async (text) => {
  const command = program(version(text));

  await expect(findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: command })).rejects.toThrow(
    new TerraformError(
      `${command} is version ${text}, at least 1.7 is needed: install a newer one or name it in TERRAFORM_BINARY_NAME`,
    ),
  );
});

test("says what to install when there is none", async () => {
  await expect(
    findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: "/nowhere/terraform" }),
  ).rejects.toThrow(
    "/nowhere/terraform was not found: install terraform 1.7 or later (https://developer.hashicorp.com/terraform/install), or name another binary in TERRAFORM_BINARY_NAME",
  );
});

test("of OpenTofu a later version is needed, and what to install is OpenTofu", async () => {
  const command = program(version("1.9.4"), "tofu");

  await expect(findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: command })).rejects.toThrow(
    new TerraformError(
      `${command} is version 1.9.4, at least 1.10 is needed: install a newer one or name it in TERRAFORM_BINARY_NAME`,
    ),
  );
  await expect(
    findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: "/nowhere/tofu" }),
  ).rejects.toThrow(
    new TerraformError(
      "/nowhere/tofu was not found: install tofu 1.10 or later (https://opentofu.org/docs/intro/install), or name another binary in TERRAFORM_BINARY_NAME",
    ),
  );
});

test.each([
  ["/usr/bin/terraform", "run terraform apply; Terraform does not manage it"],
  ["/usr/bin/tofu", "run tofu apply; Terraform does not manage it"],
  ["tofu.exe", "run tofu apply; Terraform does not manage it"],
])("a command that is to be typed where %s runs", (command, text) => {
  expect(asTyped("run terraform apply; Terraform does not manage it", { command })).toBe(text);
});

test("a program that is no terraform is told by what it says", async () => {
  const command = program("echo hello");

  await expect(findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: command })).rejects.toThrow(
    `${command} does not tell its version: hello`,
  );
});

test("what keeps a terraform from telling its version is no warning beside it", async () => {
  const command = program(
    "printf 'Warning: Old\\n\\nIt is.\\n\\nError: Cannot allocate memory\\n' >&2; exit 1",
  );

  await expect(findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: command })).rejects.toThrow(
    new TerraformError(`${command} does not tell its version: Error: Cannot allocate memory`),
  );
});

test("refuses options from outside before anything runs", async () => {
  const command = program("touch ran");

  await expect(
    findTerraform("/", { TERRAFORM_BINARY_NAME: command, TF_CLI_ARGS_plan: "-target=a.b" }),
  ).rejects.toThrow(
    new TerraformError(
      "TF_CLI_ARGS_plan has -target, with which terraform would not tell all that is so: run agent-stack without it",
    ),
  );
});

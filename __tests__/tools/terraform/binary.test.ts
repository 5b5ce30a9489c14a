import { findTerraform, TerraformError } from "../../../tools/terraform/binary";
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
    TERRAFORM_BINARY_NAME: program(version("1.9.0"), "tofu"),
  });

  expect(binary.title).toBe("tofu 1.9.0");
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

test("a program that is no terraform is told by what it says", async () => {
  const command = program("echo hello");

  await expect(findTerraform("/", { ...process.env, TERRAFORM_BINARY_NAME: command })).rejects.toThrow(
    `${command} does not tell its version: hello`,
  );
});

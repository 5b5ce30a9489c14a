import { lockTimeout } from "../../../tools/terraform/arguments";
import { TerraformError } from "../../../tools/terraform/binary";
import { patiently } from "../../../tools/terraform/state-lock";

const failure = (second: string) =>
  new TerraformError(
    `terraform plan failed\nError acquiring the state lock\nError message: resource temporarily unavailable\n${second}\n\nTerraform acquires a state lock to protect the state`,
  );

test.each([
  ["open /project/.terraform.tfstate.lock.info: no such file or directory"],
  ["unexpected end of JSON input"],
])("a lock that was given back meanwhile (%s) is asked for again", async (second) => {
  const run = jest.fn().mockRejectedValueOnce(failure(second)).mockResolvedValueOnce("planned");

  const planned = await patiently(run);

  expect([planned, run.mock.calls.length]).toEqual(["planned", 2]);
});

test.each([
  ["a lock that somebody holds for longer", failure("Lock Info:")],
  ["another error of terraform", new TerraformError("terraform plan failed\nInvalid reference")],
  ["another error", new Error(failure("EOF").message)],
])("%s is told at once", async (_, error) => {
  const run = jest.fn().mockRejectedValue(error);

  await expect(patiently(run)).rejects.toBe(error);
  expect(run).toHaveBeenCalledTimes(1);
});

test.each([
  ["plan", {}, ["-lock-timeout=60s"]],
  ["plan", { TF_CLI_ARGS_apply: "-lock-timeout=1s" }, ["-lock-timeout=60s"]],
  ["apply", { TF_CLI_ARGS_apply: "-lock-timeout=1s" }, []],
  ["apply", { TF_CLI_ARGS: "--lock-timeout 1s" }, []],
] as const)("%s with %j waits %j", (command, env, options) => {
  expect(lockTimeout(command, env)).toEqual(options);
});

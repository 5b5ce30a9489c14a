import { spawnSync } from "node:child_process";

/** What is wrong with the terraform on this machine, or undefined where it will do. */
export function terraformMistake(binary = "terraform"): string | undefined {
  const { stdout, error } = spawnSync(binary, ["version", "-json"], { encoding: "utf8" });
  if (error) {
    return `no ${binary} on this machine's PATH; install Terraform 1.7 or newer: https://developer.hashicorp.com/terraform/install`;
  }
  const version = /"terraform_version":\s*"(\d+)\.(\d+)/.exec(stdout);
  if (!version) return `${binary} does not say its version; install Terraform 1.7 or newer`;
  const [major, minor] = version.slice(1).map(Number) as [number, number];
  if (major > 1 || (major === 1 && minor >= 7)) return undefined;
  return `${binary} is ${major}.${minor}; agent-stack needs 1.7 or newer, which can release a brand without destroying it`;
}

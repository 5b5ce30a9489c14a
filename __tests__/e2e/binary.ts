import { basename } from "node:path";

/** The terraform or OpenTofu that the tests start. */
export const binary = () => process.env.TERRAFORM_BINARY_NAME ?? "terraform";

/** Its name, as a person types it. */
export const binaryName = () => basename(binary());

/** Where it looks for providers whose source names no host. */
export const registry = () => (binaryName() === "tofu" ? "registry.opentofu.org" : "registry.terraform.io");

import { hostOf, type LockedProvider, shortAddress } from "../../configuration/provider-lock";
import { TerraformError } from "./binary";

/**
 * Holds what an init has chosen against the project's lock file.
 *
 * @throws TerraformError where it needed what is not in there
 */
export function checkPinned(pinned: readonly LockedProvider[], chosen: readonly LockedProvider[]): void {
  const missing = chosen.flatMap(({ address, version, hashes }) => {
    const held = pinned.find((each) => each.address === address);
    const title = shortAddress(address);
    if (held === undefined)
      return [`the lock file has ${otherThan(address, pinned)}: run \`agent-stack lock\``];
    if (held.version !== version) {
      return [
        `the lock file has ${title} ${held.version}, and terraform was made to choose ${version}: take -upgrade out of TF_CLI_ARGS_init, or run \`agent-stack lock --upgrade\``,
      ];
    }
    return hashes.every((hash) => held.hashes.includes(hash))
      ? []
      : [
          `the lock file has no hash of ${title} ${version} unpacked for the platform of this machine: run \`agent-stack lock\` here`,
        ];
  });
  if (missing.length > 0) throw new TerraformError(`${missing.join("\n")}\nCommit what it writes.`);
}

/** Terraform and OpenTofu take a provider from registries of their own. */
function otherThan(address: string, pinned: readonly LockedProvider[]): string {
  const title = shortAddress(address);
  const other = pinned.find((each) => shortAddress(each.address) === title);
  return other === undefined
    ? `no ${title}`
    : `${title} of ${hostOf(other.address)}, and that of ${hostOf(address)} is taken here`;
}

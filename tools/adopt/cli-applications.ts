import type { LiveLists } from "./live-lists";
import type { LiveObject } from "./live-object";

/**
 * The providers that accept the CLI's tokens in place of a login, as `ak auth kubectl` and the like need it: those of the
 * applications of the command line.
 *
 * The configuration has no settings for them, so that they are told and left as they are. With settings they are to become
 * entries here, as the device access groups do in entries.ts.
 */
export function acceptingTheCli({ providers }: LiveLists, cli: LiveObject | undefined): LiveObject[] {
  if (cli === undefined) return [];
  return providers.filter(
    ({ jwt_federation_providers: accepted }) => Array.isArray(accepted) && accepted.includes(cli.pk),
  );
}

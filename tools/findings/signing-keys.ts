import { releaseNumber } from "../../lib/rules/releases";
import type { CertificateKeyPair, Connector, OAuth2Provider } from "../authentik/objects";
import * as objects from "../objects";
import { meantBy, wantedBy } from "../set-up/meaning";
import { resourcesOf, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";

/** Where a key is configured that signs. */
export interface Use {
  readonly type: string;
  readonly attribute: string;
  readonly setting: string;
  /** The key that the live object has, by the id of that object. */
  readonly live: (live: LiveObjects, id: string) => string | null | undefined;
}

interface LiveObjects {
  readonly providers?: readonly OAuth2Provider[];
  readonly connectors?: readonly Connector[];
}

export const SIGNING: Use = {
  type: objects.provider.type,
  attribute: "signing_key",
  setting: "cli.signingKey",
  live: ({ providers }, id) => providers?.find(({ pk }) => String(pk) === id)?.signing_key,
};

export const CHALLENGE: Use = {
  type: objects.connector.type,
  attribute: "challenge_key",
  setting: "connector.challengeKey",
  live: ({ connectors }, id) =>
    connectors?.find(({ connector_uuid }) => connector_uuid === id)?.challenge_key,
};

const USES = [SIGNING, CHALLENGE];

/** Ids of the certificates whose keys sign: as deployed and as they are now. */
export function keysInUse(managed: ManagedSetUp, live: LiveObjects): readonly string[] {
  const ids = USES.flatMap((use) =>
    resourcesOf(managed, use.type).flatMap((object) => idsOf(object, use, live)),
  );
  return [...new Set(ids)];
}

/** Names of the certificates that are configured to sign and were not looked up yet. */
export function keysToCome(managed: ManagedSetUp): readonly string[] {
  const names = USES.flatMap((use) =>
    resourcesOf(managed, use.type).flatMap((object) => namesOf(managed, object, use)),
  );
  return [...new Set(names)];
}

/** Ids of the certificates that an object has there, as deployed and as it is now. */
export function idsOf(object: SetUpObject, { attribute, live: liveKey }: Use, live: LiveObjects): string[] {
  const ids = [object.deployed?.[attribute], liveKey(live, String(object.deployed?.id))];
  return ids.flatMap((id) => (typeof id === "string" && id !== "" ? [id] : []));
}

/** Names of the certificates that an object is configured with there and that were not looked up yet. */
export function namesOf(managed: ManagedSetUp, object: SetUpObject, { attribute }: Use): string[] {
  return meantBy(managed, wantedBy(managed, object, attribute))
    .filter(({ mode, type, deployed }) => mode === "data" && type === objects.certificate.type && !deployed)
    .flatMap(({ configured }) => (typeof configured?.name === "string" ? [configured.name] : []));
}

const KINDS: Readonly<Record<string, string>> = { ed25519: "Ed25519", ed448: "Ed448" };
/** Until this release, measured, only RSA and EC keys sign; a later one is said to know the others. */
const LAST_WITHOUT = 202_605;

/** Why authentik cannot sign with a certificate's key; undefined where it can, or nothing is known. */
export function signingFault(
  { name, private_key_available, key_type }: CertificateKeyPair,
  version: string | undefined,
): string | undefined {
  if (private_key_available === false)
    return `certificate "${name}" has no private key, so nothing is signed`;
  const kind = KINDS[key_type ?? ""];
  if (kind === undefined || version === undefined || releaseNumber(version) > LAST_WITHOUT) return undefined;
  return `certificate "${name}" has an ${kind} key, and authentik ${version} signs with RSA and EC keys only`;
}

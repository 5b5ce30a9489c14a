import { createPublicKey, generateKeyPair, type KeyObject, randomBytes, sign } from "node:crypto";
import { promisify } from "node:util";

const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const UNIT = "2.5.4.11";
const DAY = 86_400_000;

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

const nameOf = (attributes: [type: string, value: string][]): Buffer =>
  sequence(
    ...attributes.map(([type, value]) =>
      der(0x31, sequence(objectIdentifier(type), der(0x0c, Buffer.from(value)))),
    ),
  );

const utcTime = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/\D/g, "")}Z`));

/** A certificate and its key, both PEM. */
export interface KeyPair {
  certificate: string;
  privateKey: string;
}

/** The kinds of keys authentik makes. */
export type KeyKind = "rsa" | "ecdsa" | "ed25519" | "ed448";

interface Kind {
  generate(): Promise<{ privateKey: KeyObject }>;
  /** What a certificate names the way it is signed by. */
  algorithm: Buffer;
  /** Null where the key itself decides. */
  digest: "sha256" | null;
}

const generate = promisify(generateKeyPair);

const KINDS: Record<KeyKind, Kind> = {
  rsa: {
    generate: () => generate("rsa", { modulusLength: 2048 }),
    algorithm: sequence(objectIdentifier("1.2.840.113549.1.1.11"), der(0x05)),
    digest: "sha256",
  },
  ecdsa: {
    generate: () => generate("ec", { namedCurve: "P-256" }),
    algorithm: sequence(objectIdentifier("1.2.840.10045.4.3.2")),
    digest: "sha256",
  },
  ed25519: {
    generate: () => generate("ed25519"),
    algorithm: sequence(objectIdentifier("1.3.101.112")),
    digest: null,
  },
  ed448: {
    generate: () => generate("ed448"),
    algorithm: sequence(objectIdentifier("1.3.101.113")),
    digest: null,
  },
};

/** When a certificate is valid. */
export interface Validity {
  /** @default now */
  from?: Date;
  /** @default 365 */
  days?: number;
}

/** The extension with the names that clients find a certificate valid for. */
const alternativeName = (host: string): Buffer =>
  der(
    0xa3,
    sequence(sequence(objectIdentifier("2.5.29.17"), der(0x04, sequence(der(0x82, Buffer.from(host)))))),
  );

/** Makes a self-signed certificate, as authentik does. */
export async function selfSigned(
  commonName: string,
  { from = new Date(), days = 365, host }: Validity & { readonly host?: string } = {},
  kind: KeyKind = "rsa",
): Promise<KeyPair> {
  const { generate, algorithm, digest } = KINDS[kind];
  const { privateKey } = await generate();
  const name = nameOf([
    [COMMON_NAME, commonName],
    [ORGANIZATION, "authentik"],
    [UNIT, "Self-signed"],
  ]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(from), utcTime(new Date(from.getTime() + days * DAY))),
    name,
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    ...(host === undefined ? [] : [alternativeName(host)]),
  );
  const signature = sign(digest, body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature)).toString("base64");
  const lines = certificate.match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

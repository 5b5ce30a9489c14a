import { createSign, generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const UNIT = "2.5.4.11";
const SHA256_WITH_RSA = "1.2.840.113549.1.1.11";

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

/** Makes a self-signed RSA certificate as authentik does on a fresh install. */
export async function selfSigned(commonName: string, validDays = 365): Promise<KeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const algorithm = sequence(objectIdentifier(SHA256_WITH_RSA), der(0x05));
  const name = nameOf([
    [COMMON_NAME, commonName],
    [ORGANIZATION, "authentik"],
    [UNIT, "Self-signed"],
  ]);
  const today = new Date();
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(today), utcTime(new Date(today.getTime() + validDays * 86_400_000))),
    name,
    publicKey,
  );
  const signature = createSign("sha256").update(body).sign(privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature)).toString("base64");
  const lines = certificate.match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    privateKey,
  };
}

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";

/** Secrets by what they are. */
export type Secrets = Readonly<Record<string, string>>;

/** A text, or what is in a file, with what it is. */
export interface Text {
  readonly where: string;
  readonly content: Buffer;
}

/** Which secret stands where, as "<where>: <secret>", whatever it is written as. */
export function leaksIn(texts: readonly Text[], secrets: Secrets): string[] {
  const needles = Object.entries(secrets).map(([name, secret]) => ({ name, written: writtenAs(secret) }));
  const found = texts.flatMap(unpacked).flatMap(({ where, content }) => {
    const text = content.toString("latin1");
    return needles
      .filter(({ written }) => written.some((each) => text.includes(each)))
      .map(({ name }) => `${where}: ${name}`);
  });
  return [...new Set(found)].sort();
}

/** All files below a folder, links not followed; `isLeftOut` says what is not looked at, by its path in the folder. */
export function filesBelow(folder: string, isLeftOut: (path: string) => boolean = () => false): Text[] {
  const walk = (directory: string): Text[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      const where = relative(folder, path);
      if (isLeftOut(where)) return [];
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() ? [{ where, content: readFileSync(path) }] : [];
    });
  return walk(folder);
}

/** What a text may look like in JSON, HTML, an address or base64, as bytes. */
export function writtenAs(secret: string): string[] {
  const html = secret.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const named = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    json,
    // Go's JSON, as terraform and its providers write it.
    json.replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
    JSON.stringify(json).slice(1, -1),
    html,
    named,
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    Buffer.from(secret).toString("hex"),
    ...base64In(secret),
  ];
  return [...new Set(forms)].map((form) => Buffer.from(form).toString("latin1"));
}

/** What of a secret's base64 is the same wherever in a longer text it stands, in both alphabets. */
function base64In(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    const inside = whole.toString("base64").slice(before === 0 ? 0 : 4);
    return [inside, inside.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** A saved plan is a zip file, in which states and configurations are again. */
function unpacked(text: Text): Text[] {
  const { where, content } = text;
  if (content.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
    return [text, ...unpacked({ where, content: gunzipSync(content) })];
  }
  if (content.subarray(0, 4).toString("latin1") !== "PK\x03\x04") return [text];
  return [text, ...entriesOf(content).flatMap((entry) => unpacked({ where, content: entry }))];
}

const END_OF_DIRECTORY = 0x06054b50;

function entriesOf(zip: Buffer): Buffer[] {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  const entries: Buffer[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const isDeflated = zip.readUInt16LE(at + 10) === 8;
    const size = zip.readUInt32LE(at + 20);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    entries.push(isDeflated ? inflateRawSync(packed) : packed);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

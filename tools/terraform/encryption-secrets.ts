import { isSecret } from "../secrets";

/** The variable in which OpenTofu takes how states and plans are encrypted, as HCL or JSON. */
export const ENCRYPTION_VARIABLE = "TF_ENCRYPTION";

const QUOTED = /([\w-]+)"?\s*[=:]\s*"((?:[^"\\\n]|\\.)*)"/g;

/** The passphrases and keys that a configuration of OpenTofu's encryption quotes, as written and as read. */
export function encryptionSecrets(configuration: string): string[] {
  return [...configuration.matchAll(QUOTED)].flatMap(([, name = "", written = ""]) =>
    isSecret(name, written) ? [...new Set([written, read(written)])] : [],
  );
}

const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** HCL and JSON have the same escapes, but for what HCL doubles so that it is no template. */
function read(written: string): string {
  return written
    .replace(/\\(?:u([\da-fA-F]{4})|U(000[\da-fA-F]{5}|0010[\da-fA-F]{4})|(.))/g, (_, short, long, letter) =>
      letter === undefined
        ? String.fromCodePoint(Number.parseInt(short ?? long, 16))
        : (CONTROLS[letter] ?? letter),
    )
    .replace(/([$%])\1\{/g, "$1{");
}

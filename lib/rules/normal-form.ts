import { quoted } from "./credential-shapes";
import type { Mistake, Path } from "./mistake";
import { isMapping } from "./value";

/**
 * Texts, and names that people choose as keys, that Terraform would write otherwise: in Unicode's form NFC, in which
 * they may be the name of another object of the same look.
 */
export function normalFormMistakes(settings: unknown, path: Path = []): Mistake[] {
  if (typeof settings === "string") return mistakesOf(settings, path);
  if (Array.isArray(settings)) {
    return settings.flatMap((item, index) => normalFormMistakes(item, [...path, index]));
  }
  if (!isMapping(settings)) return [];
  return Object.entries(settings).flatMap(([key, value]) => [
    ...mistakesOf(key, [...path, key]),
    ...normalFormMistakes(value, [...path, key]),
  ]);
}

function mistakesOf(text: string, path: Path): Mistake[] {
  const normal = text.normalize("NFC");
  if (text === normal) return [];
  const message = `got ${quoted(text)} in another Unicode form than Terraform's, NFC, in which it may name something else of the same look, expected ${quoted(normal)}`;
  return [{ path, message }];
}

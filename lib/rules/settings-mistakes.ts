import type * as z from "zod";
import { credentialMistakes } from "./credentials";
import { draftOf } from "./draft";
import type { Mistake, Path } from "./mistake";
import { normalFormMistakes } from "./normal-form";
import type { Obligations } from "./obligations";
import { broken } from "./rule";
import { schemaMistakes } from "./schema-mistakes";
import type { Schema } from "./schema-walk";
import { valueAt } from "./value";

/**
 * Everything that is wrong with settings, each place once.
 *
 * @param isBeyondJudgement whether a value is known to others only, so that nothing is said about it
 */
export function settingsMistakes(
  settings: unknown,
  { schema, rules }: Obligations,
  isBeyondJudgement: (value: unknown) => boolean,
): Mistake[] {
  const isJudged = ({ path }: Mistake) =>
    !path.some((_, index) => isBeyondJudgement(valueAt(settings, path.slice(0, index + 1))));
  const credentials = credentialMistakes(settings, schema).filter(isJudged);
  const refused = singleMistakes(settings, schema).filter(isJudged);
  const draft = draftOf(
    settings,
    refused.map(({ path }) => path),
    isBeyondJudgement,
  );
  const together = draft === undefined ? [] : broken(rules, draft as never);
  return distinct([...credentials, ...withoutPathsOf(credentials, [...refused, ...together])]);
}

/** What is allowed in settings although something will not work, in the same words. */
export function settingsCautions(
  settings: unknown,
  { schema, cautions = [] }: Obligations,
  isBeyondJudgement: (value: unknown) => boolean,
): Mistake[] {
  const refused = singleMistakes(settings, schema).map(({ path }) => path);
  const draft = draftOf(settings, refused, isBeyondJudgement);
  return draft === undefined ? [] : broken(cautions, draft as never);
}

/**
 * What is wrong with settings one by one, in the words of the schema.
 *
 * @param homes where unknown keys may belong
 */
export function singleMistakes(settings: unknown, schema: z.ZodType, homes: Schema = schema): Mistake[] {
  const refused = schemaMistakes(settings, schema, homes);
  return [...refused, ...withoutPathsOf(refused, normalFormMistakes(settings))];
}

const key = (path: Path) => JSON.stringify(path);

function withoutPathsOf(known: readonly Mistake[], others: readonly Mistake[]): Mistake[] {
  const taken = new Set(known.map(({ path }) => key(path)));
  return others.filter(({ path }) => !taken.has(key(path)));
}

function distinct(mistakes: readonly Mistake[]): Mistake[] {
  const seen = new Set<string>();
  return mistakes.filter(({ path, message }) => {
    const identity = `${key(path)} ${message}`;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

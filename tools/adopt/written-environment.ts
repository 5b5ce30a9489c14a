import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { fileOfEnvironment } from "../../configuration/tenant-files";
import type { Step } from "./settings";

type Settings = Readonly<Record<string, unknown>>;

/** An environment as it is written. */
export interface WrittenEnvironment {
  readonly name: string;
  /** The file that has its settings: the configuration's, or one of its own in the folder `environments` beside that. */
  readonly file: string;
  readonly text: string;
  /** Keys from the top of the file to the settings. */
  readonly root: readonly string[];
  /** Its own settings, then those of what it extends, nearest first. */
  readonly family: readonly Settings[];
}

/** Where an environment's settings are written, undefined where there is no configuration's file. */
export function writtenEnvironment(configuration: string, name: string): WrittenEnvironment | undefined {
  if (!existsSync(configuration)) return undefined;
  const all = readFileSync(configuration, "utf8");
  const listed = settingsIn(all);
  const environments = mapping(listed.environments);
  const own = fileOfEnvironment(configuration, name);
  if (own === undefined || name in environments) {
    const family = familyOf(mapping(environments[name]), listed);
    return { name, file: configuration, text: all, root: ["environments", name], family };
  }
  const text = readFileSync(own, "utf8");
  return { name, file: own, text, root: [], family: familyOf(settingsIn(text), listed) };
}

const settingsIn = (text: string) => mapping(parse(text, { merge: true }));

const mapping = (value: unknown): Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Settings) : {};

/** What stands at a path in settings, entries of lists by what tells them apart; undefined where nothing does. */
export function valueAt(settings: Settings, path: readonly Step[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof step === "string") return mapping(value)[step];
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.find((item) => Object.entries(step).every(([key, given]) => mapping(item)[key] === given));
  }, settings);
}

function familyOf(own: Settings, { environments, templates }: Settings): readonly Settings[] {
  const all = { ...mapping(templates), ...mapping(environments) };
  const family: Settings[] = [];
  const visit = (settings: Settings) => {
    if (family.includes(settings)) return;
    family.push(settings);
    // The last parent comes before the others.
    for (const name of [settings.extends ?? []].flat().reverse()) visit(mapping(all[String(name)]));
  };
  visit(own);
  return family;
}

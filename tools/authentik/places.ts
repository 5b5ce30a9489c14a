/** Finds lines of the configuration, for example `agent-stack.yaml:3`; undefined where something is not written. */
export interface Places {
  readonly ofSetting: (file: string, environment: string, path: readonly string[]) => string | undefined;
  readonly ofText: (file: string, environment: string, text: string) => string | undefined;
}

let known: Places = { ofSetting: () => undefined, ofText: () => undefined };

/** Has messages name lines of the configuration: reading YAML takes much, and agent-stack-terraform does without. */
export function namePlacesBy(places: Places): void {
  known = places;
}

export const placeOfSetting: Places["ofSetting"] = (...where) => known.ofSetting(...where);
export const placeOfText: Places["ofText"] = (...where) => known.ofText(...where);

import { looksLikeCredential } from "./credential-shapes";

export type Path = readonly (string | number)[];

/** Something wrong with settings: where in them, and what was given, what is allowed and what to do. */
export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => text + stepText(step, text === ""), "");
}

function stepText(step: string | number, isFirst: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  if (looksLikeCredential(step)) return "[***]";
  if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
  return isFirst ? step : `.${step}`;
}

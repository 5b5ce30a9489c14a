import { oneLine } from "../report/escape";
import { fitted, HANGING } from "../report/wrap";
import { messageWidth, textWidth } from "./text-width";

/** Shows a line, or several, on standard output; what is to be copied whole is not broken. */
export function print(text: string, isWhole?: boolean): void {
  console.log(isWhole ? text : fitted(text, textWidth()));
}

/** Tells a line, or several, beside what standard output is for. */
export function tell(text: string): void {
  console.error(fitted(text, messageWidth(), HANGING));
}

/** Tells what a person should know and nobody needs to act on. */
export function note(text: string): void {
  tell(`note: ${oneLine(text)}`);
}

import {
  answerError,
  type RequestError,
  strangeAnswerError,
  unansweredError,
} from "../authentik/request-error";
import { type Diagnostic, type Place, remedyFor } from "./remedies";
import { lockHeld } from "./state-lock-held";
import { stateRemedy } from "./state-remedies";
import { unansweredIn } from "./unanswered";

/** One line of `terraform plan -json` that matters to us. */
type Message =
  | { readonly kind: "error"; readonly diagnostic: Diagnostic }
  | { readonly kind: "refresh"; readonly address: string };

/** Reads a line of terraform's machine-readable output, undefined for what is of no interest. */
export function parseMessage(line: string): Message | undefined {
  let message: {
    type?: unknown;
    diagnostic?: Partial<Diagnostic> & { severity?: unknown };
    hook?: { resource?: { addr?: unknown } };
  };
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (message.type === "diagnostic" && message.diagnostic?.severity === "error") {
    const { summary = "", detail = "", address } = message.diagnostic;
    return { kind: "error", diagnostic: { summary, detail, address } };
  }
  const address = message.hook?.resource?.addr;
  return message.type === "refresh_complete" && typeof address === "string"
    ? { kind: "refresh", address }
    : undefined;
}

/** What terraform said about its failure, with what can be done: its errors, else whatever it wrote but warnings. */
export function failureMessage(stdout: string, stderr: string, place: Place): string {
  const told = stdout.split("\n").flatMap((line) => {
    const message = parseMessage(line);
    return message?.kind === "error" ? [message.diagnostic] : [];
  });
  const written = [stderr, stdout.replace(/^\{.*$/gm, "")].map(unboxed);
  const errors = [
    ...withoutRepetition(told.map((diagnostic) => describe(diagnostic, place))),
    ...(told.length > 0 ? [] : written.flatMap(errorsIn).map((text) => described(text, place))),
  ];
  const rest = written.map(withoutWarnings).filter((text) => text !== "");
  return (errors.length > 0 ? errors : rest).join("\n\n") || "terraform failed and said nothing";
}

interface Described {
  readonly text: string;
  /** What the text is about, where one of several is enough. */
  readonly about: string;
}

function withoutRepetition(descriptions: readonly Described[]): string[] {
  const told = new Set<string>();
  return descriptions.flatMap(({ text, about }) => {
    const isNew = !told.has(about);
    told.add(about);
    return isNew ? [text] : [];
  });
}

function describe(diagnostic: Diagnostic, place: Place): Described {
  const { summary, detail, address } = diagnostic;
  const refused = refusal(summary, place);
  if (refused) return refused;
  const held = lockHeld(diagnostic, place);
  if (held) return { text: held, about: held };
  const about = address ? `${address}: ` : "";
  const text = `${about}${[summary, detail, advice(diagnostic, place)].filter(Boolean).join("\n")}`.trim();
  return { text, about: text };
}

const advice = (diagnostic: Diagnostic, place: Place) =>
  remedyFor(diagnostic, place) ?? stateRemedy(diagnostic, place);

/** What authentik has against the token, or keeps it from being reached: the same for each object, and so told once. */
function refusal(summary: string, { configuration, address, proxyOf }: Place): Described | undefined {
  const unanswered = unansweredIn(summary);
  if (unanswered) {
    const { origin, code } = unanswered;
    return toldOnce(unansweredError(origin, code, proxyOf?.(origin), address));
  }
  const [, said = "", method = "", path = "", body = ""] =
    /^HTTP Error '(.*)' during request '(\w+) \S*?\/api\/v3(\/\S*)': "(.*)"$/s.exec(summary) ?? [];
  const status = Number(/^(40[13])\b/.exec(said)?.[1]);
  if (status) {
    const variable = configuration["//"]?.["agent-stack"]?.tokenFrom?.at(-1);
    return toldOnce(answerError(method, path, status, body, undefined, variable, address));
  }
  const isPage = /^\s*</.test(body) && !/^\d/.test(said);
  return isPage
    ? { ...toldOnce(strangeAnswerError(method, path, "it is not JSON", address)), about: "a page" }
    : undefined;
}

const toldOnce = ({ message, permission }: RequestError): Described => ({
  text: message,
  about: permission ?? message,
});

/** Terraform's text without the box drawn around errors; where a box ends, a new paragraph begins. */
function unboxed(text: string): string {
  return text
    .replace(/^╷\s*$\n?/gm, "")
    .replace(/^╵\s*$/gm, "\f")
    .replace(/^│ ?/gm, "");
}

const ENTRY = /^(?:Error|Warning): [^\f]*?(?=^(?:Error|Warning): |\f|$(?![\s\S]))/gm;

function errorsIn(text: string): string[] {
  return (text.match(ENTRY) ?? [])
    .filter((entry) => entry.startsWith("Error: "))
    .map((entry) => entry.trim());
}

function withoutWarnings(text: string): string {
  return text
    .replace(ENTRY, (entry) => (entry.startsWith("Warning: ") ? "" : entry))
    .replace(/^There are some problems with the CLI configuration:$/gm, "")
    .replaceAll("\f", "")
    .trim();
}

/** An error of terraform's text, which is broken into lines of 78 letters, with what can be done. */
function described(text: string, place: Place): string {
  const [first = "", ...rest] = text.replace(/^Error: /, "").split("\n");
  const [, address] = /^\s+with (\S+),$/m.exec(text) ?? [];
  const detail = rest.join(" ").replace(/\s+/g, " ").trim();
  const diagnostic = { summary: first, detail, address };
  const held = lockHeld(diagnostic, place);
  if (held) return held;
  const remedy = advice(diagnostic, place);
  return remedy === undefined ? text : `${text}\n${remedy}`;
}

import * as z from "zod";
import { exactlyOne, onlyOnce } from "./common";
import type { Draft } from "./draft";
import type { Obligations } from "./obligations";
import { each, type Rules } from "./rule";
import { flag, list, name, settings, uuid, wholeNumber } from "./setting-types";

const KINDS = ["group", "user", "policy"] as const;

/** What each binding may have beside whom it lets in. */
export const BINDING = {
  order: wholeNumber(
    "Place in which authentik evaluates the entry; by default one of its own, after the entries that are given one.",
  ),
  negate: flag("Turns the result around: lets in everyone but these.", false),
  enabled: flag("Whether authentik looks at the entry.", true),
  timeoutSeconds: wholeNumber("How long the policy may take, in seconds.", 30),
  failureResult: flag("The result where the policy fails with an error.", false),
};

/** Who is let in, where policies are given in a form of their own. */
export const bindingSettings = <P extends z.ZodType>(policy: P) =>
  settings(
    "Who is let in: exactly one of group, user and policy.",
    {
      group: name("Name of the group whose members are let in."),
      user: name("Username of the one who is let in."),
      policy,
      ...BINDING,
    },
    {},
    {
      oneOf: KINDS.map((kind) => ({
        type: "object",
        required: [kind],
        properties: { [kind]: {} },
      })),
    },
  );

/** A policy as props give it; may be a resource, which has more than this. */
const policyReference = z
  .object({ name: name("Name of the policy."), id: uuid("UUID of the policy.") })
  .meta({ errorMessage: "expected a policy with its name and id" });

export const binding = bindingSettings(policyReference);

type BindingDraft = Draft<z.output<typeof binding>>;
type AccessDraft<K extends string> = {
  readonly [P in K]?: readonly (BindingDraft | null | undefined)[] | null;
};

/** The rules of a list of bindings, which stands at a key. */
export const accessRules = <K extends string>(key: K): Rules<AccessDraft<K>> => [
  onlyOnce([key], (given: AccessDraft<K>) => given[key], identity),
  exactlyOne([], KINDS, (given: AccessDraft<K>) => each<BindingDraft>([key], given[key])),
];

const accessSchema = settings("Who is let in.", { bindings: list(binding, "Who is let in.") });

export const access: Obligations<typeof accessSchema> = {
  schema: accessSchema,
  rules: accessRules("bindings"),
};

function identity(given: BindingDraft): string | undefined {
  const [kind, ...others] = KINDS.filter((bound) => given[bound] !== undefined);
  if (kind === undefined || others.length > 0) return undefined;
  return `${kind} ${kind === "policy" ? given.policy?.name : given[kind]}`;
}

import { typeIn } from "../../set-up/address";
import type { Configured } from "../../set-up/configured";
import type { PlanJson } from "../../set-up/plan-json";
import type { Finding } from "../finding";
import type { Evidence, Found, Rule } from "../rule";

export const notDeployedRule: Rule = {
  code: "not-deployed",
  severity: "weakens security",
  consequence:
    "nothing was compared, so whatever was changed in authentik stays unnoticed, and an apply would make everything anew",
  findings: ({ managed }: Evidence) =>
    managed.objects.some(({ mode, type, deployed }) => isAuthentiks(mode, type) && deployed)
      ? []
      : [found(managed.environment, managed.configured)],
};

/** The same of a plan, in whose state nothing is and nothing was before it was refreshed. */
export function notDeployedIn(
  environment: string,
  { prior, resourceDrift, configured }: PlanJson,
): readonly Finding[] {
  if ([...prior, ...resourceDrift].some(({ mode, type }) => isAuthentiks(mode, type))) return [];
  const { code, severity, consequence } = notDeployedRule;
  return [{ code, severity, consequence, ...found(environment, configured) }];
}

function found(environment: string, configured: Configured): Found {
  // Of what is in a module, its call may be all that is known.
  const isExpected = [...configured.keys()].some(
    (address) =>
      address.startsWith("module.") ||
      isAuthentiks(address.startsWith("data.") ? "data" : "managed", typeIn(address) ?? ""),
  );
  return isExpected
    ? {
        subject: environment,
        message: "nothing is deployed: terraform's state has none of authentik's objects",
        remedy:
          "if it was deployed before, find its state before anything is applied: check the backend in the configuration, its bucket and its key; else deploy it",
      }
    : {
        subject: environment,
        message: "the stack has no authentik object, neither configured nor deployed",
        remedy: "name the environments that have some, or check what the app synthesises",
      };
}

const isAuthentiks = (mode: string, type: string) => mode === "managed" && type.startsWith("authentik_");

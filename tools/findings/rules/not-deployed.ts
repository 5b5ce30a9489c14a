import { isTemplate } from "../../../lib/literal";
import { typeIn } from "../../set-up/address";
import type { PlanJson } from "../../set-up/plan-json";
import type { SetUp } from "../../set-up/set-up";
import type { Finding } from "../finding";
import type { Evidence, Found, Rule } from "../rule";

export const notDeployedRule: Rule = {
  code: "not-deployed",
  severity: "weakens security",
  consequence:
    "nothing was compared, so whatever was changed in authentik stays unnoticed, and an apply would make everything anew",
  findings: ({ managed }: Evidence) => {
    const isDeployed = managed.objects.some(
      ({ mode, type, deployed }) => isAuthentiks(mode, type) && deployed,
    );
    return isDeployed ? [] : [found(managed.environment, managed)];
  },
};

/** What was adopted waits for the apply that imports it. */
function adopted(environment: string, imports: number): Found {
  return {
    severity: "cosmetic",
    subject: environment,
    message: `nothing is deployed yet: the next apply imports ${imports} ${imports === 1 ? "object that was" : "objects that were"} adopted`,
    consequence: "until then nothing is compared, so whatever is changed in authentik stays unnoticed",
    remedy: `run agent-stack apply ${environment}; if it was deployed before, find its state first: check the backend in the configuration, its bucket and its key`,
  };
}

/** The same of a plan, in whose state nothing is and nothing was before it was refreshed; what is imported, only the set-up tells. */
export function notDeployedIn(
  environment: string,
  { prior, resourceDrift, configured }: PlanJson,
  setUp: Pick<SetUp, "objects"> = { objects: [] },
): readonly Finding[] {
  if ([...prior, ...resourceDrift].some(({ mode, type }) => isAuthentiks(mode, type))) return [];
  const { code, severity, consequence } = notDeployedRule;
  return [{ code, severity, consequence, ...found(environment, { configured, objects: setUp.objects }) }];
}

function found(environment: string, { configured, objects }: Pick<SetUp, "configured" | "objects">): Found {
  // The default brand, which is imported in any case, is found by a look-up.
  const imports = objects.filter(({ importId }) => importId !== undefined && !isTemplate(importId)).length;
  if (imports > 0) return adopted(environment, imports);
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

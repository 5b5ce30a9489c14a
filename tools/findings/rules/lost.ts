import { label } from "../../changes/references";
import * as objects from "../../objects";
import { consequenceRows } from "../../objects/consequences";
import { ACCESS, BREAKS, WEAKENS } from "../../objects/severities";
import { attribute, deployedIds, type SetUpObject, wantedValue } from "../../set-up/set-up";
import type { ManagedSetUp } from "../../set-up/stack";
import { isOfCliApplication } from "../../set-up/whose";
import type { Severity } from "../../severity";
import { lostMappings } from "../lost-objects";
import type { Evidence, Found, Rule } from "../rule";
import { GONE } from "../same-states";

/** Terraform adopts brands and makes none. */
const MISSING_BRAND = `make a brand of that domain again under ${objects.brand.adminPage} and run agent-stack apply, once more if it says that the domain must be unique; or take the domain out of brands.others`;

export const OBJECT_RENAMED = "object-renamed";

export const lostRules: readonly Rule[] = [
  {
    code: "object-gone",
    severity: "breaks logins",
    consequence: "the set-up is incomplete, so logins or enrolments fail for everyone whom it serves",
    findings: (evidence) =>
      lost(evidence, "managed")
        .filter(({ object, renamedTo }) => renamedTo === undefined && !mayHaveExpired(evidence, object))
        .map(({ object }) => ({
          subject: object.address,
          severity: severityOf(evidence, object),
          message: evidence.live.seesEverything
            ? `authentik no longer has the object ${nameAndId(object)} that Terraform deployed`
            : `authentik does not show the object ${nameAndId(object)} that Terraform deployed: it is gone, or the token's user may not see it`,
          remedy: remedyFor(evidence, object),
        })),
  },
  {
    code: OBJECT_RENAMED,
    severity: "breaks logins",
    consequence:
      "Terraform takes it for gone: an apply fails as its client id or name is taken, or makes a second one, and agents that know the old slug fail",
    findings: (evidence) =>
      lost(evidence, "managed").flatMap(({ object, renamedTo }) =>
        renamedTo === undefined ? [] : [renamed(evidence.managed, object, renamedTo)],
      ),
  },
  {
    code: "look-up-gone",
    severity: "breaks logins",
    consequence:
      "every plan and apply ends there with an error; if it was deleted, authentik deleted what referred to it too, or removed the reference",
    findings: (evidence) => [
      ...lost(evidence, "data").map(({ object, renamedTo }) => lookUp(evidence, object, renamedTo)),
      ...lostMappings(evidence.managed, evidence.live.scopeMappings).map(([address, managed]) => ({
        subject: address,
        message: `authentik has no scope mapping whose managed is "${managed}"`,
        remedy: `put it back under ${objects.scopeMapping.adminPage} (a blueprint of authentik sets it for its own), or take its scope out of cli.scopes`,
      })),
    ],
  },
];

/** What people called it, where it had a name, and its id, by which the event log has it. */
function nameAndId({ address, type, deployed = {} }: SetUpObject): string {
  const id = String(deployed.id);
  const name = label({ address, type, values: deployed });
  return name === address || name === id ? id : `"${name}" (${id})`;
}

function lost({ managed, live }: Evidence, mode: "managed" | "data") {
  return live.lost.flatMap(({ address, renamedTo }) => {
    const object = managed.byAddress.get(address);
    return object?.mode === mode ? [{ object, renamedTo }] : [];
  });
}

/** As severe as a plan that deletes it: a set-up may do without some of its objects. */
function severityOf(evidence: Evidence, object: SetUpObject): Severity {
  if (object.type === objects.policyBinding.type) return severityOfBinding(evidence, object);
  const type = objects.managedType(object.type, isOfCliApplication(evidence.managed, object));
  const row = type && consequenceRows(type).find(({ code }) => GONE.has(code));
  return row?.severity ?? ACCESS;
}

function severityOfBinding({ managed, live }: Evidence, { deployed }: SetUpObject): Severity {
  if (deployed?.negate === true) return WEAKENS;
  const target = String(deployed?.target);
  if (live.bindings[target]?.some(({ enabled }) => enabled)) return ACCESS;
  return deployedIds(managed, objects.deviceAccessGroup.type).includes(target) ? BREAKS : WEAKENS;
}

/** authentik itself deletes enrollment tokens that have expired. */
function mayHaveExpired({ managed, now }: Evidence, object: SetUpObject): boolean {
  if (object.type !== objects.enrollmentToken.type) return false;
  if (wantedValue(managed, object, "expiring") === false) return false;
  const expires = attribute(object, "expires");
  return !(expires !== undefined && Date.parse(expires) > now.getTime());
}

function remedyFor(evidence: Evidence, object: SetUpObject): string {
  const missing = lost(evidence, "data").map((each) => each.object.address);
  const again =
    object.type === objects.brand.type
      ? MISSING_BRAND
      : missing.length > 0
        ? `first see to ${missing.join(", ")}, which authentik no longer has either, then run agent-stack apply, which makes it again`
        : "run agent-stack apply, which makes it again";
  if (evidence.live.seesEverything) return again;
  const page = objects.objectType(object.type)?.adminPage;
  return `look for it${page === undefined ? "" : ` under ${page}`}: if it is there, let the token's user see it, as an apply would fail or make a second one; if it is gone, ${again}`;
}

function renamed({ environment }: ManagedSetUp, object: SetUpObject, renamedTo: string): Found {
  const type = objects.objectType(object.type);
  return {
    subject: object.address,
    message: `the ${type?.kind} was renamed outside Terraform: its slug is "${renamedTo}" instead of "${object.deployed?.id}"`,
    remedy: `set its slug back to "${object.deployed?.id}" under ${type?.adminPage}; or to keep the new one, configure it, run terraform state rm ${object.address} and then agent-stack adopt ${environment}`,
  };
}

function lookUp({ live }: Evidence, object: SetUpObject, renamedTo: string | undefined): Found {
  const type = objects.objectType(object.type);
  const called = object.deployed?.[type?.lookedUpBy ?? ""] ?? object.deployed?.id;
  const which = `${type?.kind} "${called}"`;
  const page = type?.adminPage === undefined ? "" : ` under ${type.adminPage}`;
  if (renamedTo !== undefined) {
    return {
      subject: object.address,
      message: `the ${which}, which the configuration names, is called "${renamedTo}" now`,
      remedy: `configure its new name, or rename it back${page}`,
    };
  }
  return {
    subject: object.address,
    message: live.seesEverything
      ? `authentik no longer has the ${which}, which the configuration names`
      : `authentik does not show the ${which}, which the configuration names: it is gone, or the token's user may not see it`,
    remedy: `make it again${page}, or take it out of the configuration; a deployment cannot make it`,
  };
}

import type { Finding } from "./finding";
import type { Evidence, Rule } from "./rule";
import { accessRules } from "./rules/access";
import { applicationRules } from "./rules/application";
import { brandRules } from "./rules/brands";
import { certificateRules } from "./rules/certificates";
import { cliApplicationRules } from "./rules/cli-applications";
import { clientRules } from "./rules/client";
import { connectorRules } from "./rules/connector";
import { deploymentRules } from "./rules/deployment";
import { endpointStageRules } from "./rules/endpoint-stages";
import { flowRules } from "./rules/flow";
import { lostRules } from "./rules/lost";
import { notDeployedRule } from "./rules/not-deployed";
import { providerRules } from "./rules/provider";
import { releaseRules } from "./rules/releases";
import { serverRules } from "./rules/server";
import { setUpRules } from "./rules/set-up";
import { signingKeyRules } from "./rules/signing-keys";
import { tokenRules } from "./rules/token";
import { isEndedByImport } from "./same-states";

export const RULES: readonly Rule[] = [
  ...setUpRules,
  ...serverRules,
  ...releaseRules,
  notDeployedRule,
  ...lostRules,
  ...tokenRules,
  ...deploymentRules,
  ...accessRules,
  ...flowRules,
  ...brandRules,
  ...applicationRules,
  ...providerRules,
  ...clientRules,
  ...cliApplicationRules,
  ...connectorRules,
  ...endpointStageRules,
  ...certificateRules,
  ...signingKeyRules,
];

/** Everything that the live server shows against the configuration, which may be about to import some of it. */
export function audit(evidence: Evidence): Finding[] {
  const toImport = new Set(
    evidence.managed.objects.flatMap(({ type, importId, deployed }) =>
      importId === undefined || deployed ? [] : [`${type} ${importId}`],
    ),
  );
  return RULES.flatMap(({ code, severity, consequence, findings }) =>
    findings(evidence).map((found): Finding => ({ code, severity, consequence, ...found })),
  ).filter(
    (finding) =>
      !(isEndedByImport(finding) && toImport.has(`${finding.unmanaged?.type} ${finding.unmanaged?.id}`)),
  );
}

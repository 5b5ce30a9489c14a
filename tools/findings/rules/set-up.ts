import { type Undecided, undecided } from "../../set-up/the-agents";
import type { Rule } from "../rule";

const REMEDIES: Readonly<Record<Undecided["what"], string>> = {
  "device code flow": "give it to a brand of the same stack as its flow_device_code",
  provider: "name it in jwt_federation_providers of the connector of the same stack",
  application: "give it the provider of the agent's CLI as its protocol_provider",
};

export const setUpRules: readonly Rule[] = [
  {
    code: "agent-object-unknown",
    severity: "weakens security",
    consequence: "this part of the agent's set-up was not verified, so a change there stays unnoticed",
    findings: ({ managed }) =>
      undecided(managed).map(({ what, candidates }) => ({
        subject: managed.environment,
        message: `nothing in the stack tells which ${what} is the agent's: it may be ${candidates.join(" or ")}`,
        remedy: REMEDIES[what],
      })),
  },
];

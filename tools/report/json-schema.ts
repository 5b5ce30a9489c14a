import * as z from "zod";
import { SEVERITIES } from "../severity";

// Descriptions are for people who read the published schema; docs/json.md has the promise behind it.

/** How much it matters to people and devices, the worst first. */
export const severity = z
  .enum(SEVERITIES)
  .describe("How much it matters to the people and devices that log in, the worst first");

const address = z.string().describe("Terraform's address of the object");
const code = z.string().describe("Stable code");
const sentence = "One sentence; `…` encloses code and **…** what is stressed";
const docs = z.string().describe("Address of the documentation about it");

const value = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("value").describe("There is one"),
      json: z.unknown().describe("The value as Terraform's JSON has it, with secrets masked"),
      text: z.string().describe("The value for people, with names beside ids"),
      refersTo: z
        .array(
          z.object({
            id: z.string().describe("The id that the value has"),
            name: z.string().optional().describe("What people call the object, where it is known"),
          }),
        )
        .optional()
        .describe("What the attribute refers to, where a name of it is known"),
    }),
    z.object({
      kind: z
        .enum(["absent", "unknown", "sensitive"])
        .describe("There is none, it is known after the apply only, or it is a secret"),
    }),
  ])
  .meta({ id: "value", description: "One side of a change" });

const attribute = z
  .object({
    name: z.string().describe("Terraform's name of the attribute"),
    before: value,
    after: value,
    replaces: z.boolean().describe("Whether it makes Terraform replace the object"),
  })
  .meta({ id: "attribute", description: "A changed attribute" });

const consequence = z
  .object({
    code,
    severity,
    text: z.string().describe(`What it means for people and devices. ${sentence}`),
    docs,
  })
  .meta({ id: "consequence", description: "What a change means" });

const object = z.object({
  address,
  type: z.string().describe("Terraform's type of the object"),
  label: z.string().describe("What people call the object"),
  attributes: z.array(attribute).describe("What changes of it"),
  consequences: z.array(consequence).describe("What that means, the worst first"),
});

const change = object
  .extend({
    action: z
      .enum(["create", "update", "replace", "create and forget", "delete", "forget", "import", "move"])
      .describe("What happens to the object; an import that also changes it is an update with importId"),
    importId: z.string().optional().describe("The id by which it is imported"),
    movedFrom: z.string().optional().describe("The address that it had"),
    setsBack: z.literal(true).optional().describe("It only sets back what was changed outside Terraform"),
  })
  .meta({ id: "change", description: "What applying the plan does to one object" });

const attribution = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("known").describe("It is known"),
      people: z
        .array(
          z.object({
            who: z.string().describe("The user's name in authentik"),
            when: z.string().describe("ISO 8601"),
            what: z.string().describe("What they did, in words that follow the name"),
          }),
        )
        .describe("Everybody who did it, by authentik's event log"),
    }),
    z.object({
      kind: z.literal("unknown").describe("It is not known"),
      reason: z.string().describe("Why it is not known"),
    }),
  ])
  .describe("Who changed it");

const drift = object
  .extend({
    action: z.enum(["update", "delete"]).describe("What happened to the object"),
    objectId: z.string().optional().describe("The object's id in authentik"),
    attribution: attribution.optional(),
    fixedByPlan: z.literal(true).optional().describe("Applying the plan of the same report sets it back"),
    found: z.array(z.string()).optional().describe("Codes of the findings that say the same"),
  })
  .meta({ id: "drift", description: "What was changed of one object outside Terraform" });

const output = z
  .object({
    name: z.string().describe("Name of the output"),
    action: z.enum(["create", "update", "delete"]).describe("What happens to it"),
    before: value,
    after: value,
  })
  .meta({ id: "output", description: "A changed output" });

const finding = z
  .object({
    code: z.string().describe("Stable code, which docs/findings.md describes"),
    severity,
    subject: z.string().describe("What it is about: a Terraform address, or authentik's kind and name"),
    address: address.optional().describe("Terraform's address, where the subject is none"),
    message: z.string().describe("What was seen"),
    consequence: z.string().describe("What it means for people and devices"),
    remedy: z.string().describe("What to do about it"),
    fixedByPlan: z.literal(true).optional().describe("Applying the plan of the same report ends it"),
  })
  .meta({ id: "finding", description: "Something that needs a person" });

const alert = z
  .object({
    severity: severity.describe("How it counts: what applying the plan ends changes access"),
    untilApplied: severity.optional().describe("What it is until the plan is applied"),
    origin: z.enum(["change", "drift", "finding", "configuration"]).describe("Where it comes from"),
    subject: z
      .string()
      .describe("A Terraform address, authentik's kind and name, or the place in the configuration"),
    text: z.string().describe(sentence),
    docs: docs.optional(),
  })
  .meta({ id: "alert", description: "What must not be missed" });

const environment = z
  .object({
    name: z.string().describe("Name of the environment in agent-stack.yaml"),
    server: z.string().optional().describe("Address of its authentik, where it is known"),
    status: z
      .enum(["unchanged", "changed", "failed"])
      .describe("Whether there is something to look at; nothing is known of one that failed"),
    severity: severity.nullable().describe("The worst of all that is told, null where nothing is"),
    verdict: z.string().describe("All of it in one sentence"),
    failure: z.string().optional().describe("Why nothing is known"),
    alerts: z.array(alert).describe("What must not be missed, the worst first, wherever it comes from"),
    changes: z.array(change).describe("What applying the plan would do"),
    unchanged: z.number().describe("How many managed objects stay as they are"),
    outputs: z.array(output).describe("Outputs that the plan changes"),
    drift: z.array(drift).describe("What was changed outside Terraform"),
    failedChecks: z
      .array(z.object({ address, problems: z.array(z.string()).describe("What the check says") }))
      .describe("Checks of Terraform that fail"),
    findings: z.array(finding).describe("What a plan cannot see"),
    notShown: z.array(z.string()).describe("What the plan has beside all that"),
    warnings: z
      .array(
        z.object({
          place: z.string().describe("The construct's path"),
          text: z.string().describe("What the construct says"),
        }),
      )
      .describe("What the configuration's constructs warn of"),
    notes: z
      .array(z.object({ severity, text: z.string().describe(sentence) }))
      .describe("What a reviewer should know and nobody needs to act on"),
  })
  .meta({ id: "environment", description: "What is known of one environment" });

/** What plan, drift and verify print with `--format json`. */
export const reportSchema = z
  .object({
    format: z.literal(1).describe("Raised when a member goes away or changes its meaning"),
    kind: z.enum(["plan", "drift", "verify"]).describe("The command"),
    exitCode: z
      .literal([0, 1, 2])
      .describe("0 nothing to do, 2 something to look at, 1 an environment failed"),
    environments: z.array(environment),
    made: z
      .object({
        command: z.string().describe("The command as it was typed"),
        at: z.string().describe("ISO 8601"),
        commit: z
          .string()
          .optional()
          .describe("The commit that was checked out, with -dirty where files differ from it"),
        versions: z.array(z.string()).describe("Names and versions of the tools"),
      })
      .describe("How the report was made"),
  })
  .describe("A report of agent-stack plan, drift or verify");

/** What a schema describes, as a program that only writes it has it. */
export type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Written<T[Key]> }
    : T;

/** The report for programs. */
export type PublishedReport = Written<z.input<typeof reportSchema>>;

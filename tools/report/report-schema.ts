import * as z from "zod";
import type { Action } from "../objects/predicates";
import {
  countOrNull,
  flag,
  format,
  listOf,
  oneOf,
  severity,
  severityOrNull,
  status,
  text,
  textOrNull,
  time,
} from "./json-members";

const value = (description: string) =>
  z
    .object({
      kind: oneOf(
        "`value`, or why none is shown: `absent` where there is none, `unknown` where it is known only after the plan is applied, `sensitive` where it is a secret.",
        ["value", "absent", "unknown", "sensitive"],
      ),
      text: text(
        "What people read: the value with names in place of ids, or `none`, `known after apply` and `(sensitive)`.",
      ),
    })
    .meta({ description });

const attribute = {
  name: text("The attribute's name in Terraform."),
  before: value("What it is before the change; in drift, what Terraform recorded."),
  after: value("What it is after the change; in drift, what authentik has now."),
};

const ATTRIBUTES = "The attributes that differ, by name.";

const consequences = listOf(
  "What the change means for people and devices, the worst first.",
  z.object({
    code: text("Stable code of the consequence."),
    severity: severity("How much it matters."),
    text: text("What happens to whom, in one sentence."),
    docs: text("Address of the documentation about it."),
  }),
);

const object = {
  address: text("Terraform's address of the object."),
  type: text("Terraform's type of the object."),
  label: text("What people call the object."),
};

const worst = severityOrNull(
  "The worst of its consequences; a deletion or a replacement of which none is known changes access. Null where nobody notices it.",
);

const ACTIONS = [
  "create",
  "update",
  "replace",
  "create and forget",
  "delete",
  "forget",
  "import",
  "move",
] as const satisfies readonly Action[];

const change = z.object({
  ...object,
  action: oneOf("What applying the plan does with the object.", ACTIONS),
  severity: worst,
  consequences,
  attributes: listOf(
    ATTRIBUTES,
    z.object({
      ...attribute,
      replaces: flag("Whether this attribute forces the replacement of the object."),
    }),
  ),
  importId: textOrNull("The id by which the object is imported. Null where it is not."),
  movedFrom: textOrNull("The address from which the object is moved. Null where it is not."),
  setsBack: flag("Whether the change only sets back what was changed outside Terraform."),
});

const drift = z.object({
  ...object,
  action: oneOf("What was done to the object outside Terraform.", ["update", "delete"]),
  severity: worst,
  consequences,
  attributes: listOf(ATTRIBUTES, z.object(attribute)),
  objectId: textOrNull("The object's id in authentik. Null where it is not known."),
  changedBy: listOf(
    "Who did it, by authentik's event log, each deed once, the latest first.",
    z.object({
      who: text("The user's name."),
      when: text("When it was done. ISO 8601."),
      what: text("What was done, in words that follow the name."),
    }),
  ),
  changedByUnknown: textOrNull(
    "Why `changedBy` is empty, in words. Null where it is not, and where the event log was not asked.",
  ),
  fixedByPlan: flag("Whether applying the plan that is reported sets it back."),
  findingCodes: listOf("Codes of the findings that say the same.", z.string()),
});

const finding = z.object({
  code: text("Stable code of the finding."),
  severity: severity("How much it matters."),
  subject: text("The object: Terraform's address, or authentik's kind and name."),
  address: textOrNull(
    "Terraform's address of the object whose change led there or ends it. Null where it is the subject, or none is known.",
  ),
  message: text("What was seen, in one sentence."),
  consequence: text("What it means for people and devices."),
  remedy: text("What to do about it."),
  fixedByPlan: flag("Whether applying the plan that is reported ends it."),
});

const alert = z.object({
  severity: severity("How much it matters; what the plan ends counts as `changes access`."),
  untilApplied: severityOrNull(
    "How much it matters until the plan is applied that ends it. Null where no plan does.",
  ),
  origin: oneOf("Where it comes from; `configuration` is what synthesis warned of.", [
    "change",
    "drift",
    "finding",
    "configuration",
  ]),
  subject: text("Terraform's address, authentik's kind and name, or the place in the configuration."),
  text: text("What happens to whom, in one sentence."),
  docs: textOrNull("Address of the documentation about it. Null where there is none."),
});

const environment = z.object({
  name: text("The environment's name."),
  server: textOrNull("Address of its authentik. Null where nothing says it."),
  status,
  severity: severityOrNull(
    "The worst of changes, drift and findings; what the plan ends counts as `changes access`. Null where there are none, or none that matters.",
  ),
  verdict: text("Everything in one line, for people."),
  failure: textOrNull("Why nothing is known of the environment. Null where it did not fail."),
  alerts: listOf("What must not be missed, wherever it comes from, the worst first.", alert),
  changes: listOf("What applying the plan changes.", change),
  outputs: listOf(
    "Outputs that applying the plan changes.",
    z.object({
      name: text("The output's name."),
      action: oneOf("What becomes of the output.", ["create", "update", "delete"]),
      before: value("What it is before."),
      after: value("What it is after."),
    }),
  ),
  unchanged: countOrNull(
    "How many managed objects the plan leaves as they are. Null where there is no plan.",
  ),
  drift: listOf("What was changed outside Terraform since it last wrote its state.", drift),
  failedChecks: listOf(
    "Checks of the configuration that do not hold.",
    z.object({
      address: text("The check's address."),
      problems: listOf("What is wrong, one sentence each.", z.string()),
    }),
  ),
  findings: listOf("What the live server shows and no plan can see.", finding),
  notShown: listOf("What the plan has and the report cannot show, one sentence each.", z.string()),
  warnings: listOf(
    "What synthesis warned of.",
    z.object({
      place: text("The place in the configuration."),
      text: text("The warning."),
    }),
  ),
  notes: listOf(
    "What a reviewer should know and nobody needs to act on.",
    z.object({
      severity: severity("How much it matters."),
      text: text("The note."),
    }),
  ),
});

/** What `plan`, `drift` and `verify` write as JSON. */
export const reportSchema = z
  .object({
    format,
    kind: oneOf("The command.", ["plan", "drift", "verify"]),
    at: time("When the report was made."),
    exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]).meta({
      description:
        "1 where an environment failed, else 2 where there is something to look at, else 0; the command's own unless it was given --no-detailed-exitcode.",
    }),
    environments: listOf("The environments that were looked at.", environment),
    made: z
      .object({
        command: text("The command as it was typed, without secrets."),
        commit: textOrNull(
          "The commit that was checked out, with `-dirty` where files differ from it. Null where it is not known.",
        ),
        versions: listOf("Names and versions of the tools that took part.", z.string()),
      })
      .meta({ description: "How the report was made." }),
  })
  .meta({ title: "A report of agent-stack plan, drift or verify" });

export type ReportJson = z.output<typeof reportSchema>;

import * as z from "zod";
import {
  count,
  format,
  listOf,
  oneOf,
  severityOrNull,
  status,
  text,
  textOrNull,
  time,
} from "../report/json-members";

const thing = z.object({
  code: text("The finding's code, or what kind of thing it is."),
  severity: severityOrNull("How much it matters. Null where that is not known."),
  subject: text("What it is about, mostly Terraform's address."),
  message: text("What was seen and what it means."),
});

const environment = z.object({
  name: text("The environment's name."),
  server: textOrNull("Address of its authentik. Null where nothing says it."),
  status,
  severity: severityOrNull(
    "The worst of what there is to look at. Null where there is nothing that matters.",
  ),
  verdict: text("Everything in one line, for people."),
  failure: textOrNull("Why nothing is known of the environment. Null where it did not fail."),
  things: listOf("What there is to look at, five at most.", thing),
  more: count("How many further things there are."),
});

/** What `--notify json=VARIABLE` posts. */
export const noticeSchema = z
  .object({
    format,
    kind: oneOf("The command.", ["plan", "drift", "verify", "status"]),
    at: time("When the command looked."),
    title: text("How many environments are in which state, for people."),
    environments: listOf(
      "The environments that are not in order, what failed first, ten at most.",
      environment,
    ),
    more: count("How many further environments are not in order."),
    run: textOrNull("Address of the pipeline's run. Null where it is none that is known."),
  })
  .meta({ title: "A notice of agent-stack drift, verify or status, as it is posted to a webhook" });

export type NoticeJson = z.output<typeof noticeSchema>;

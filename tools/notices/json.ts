import { visibleJson } from "../report/escape";
import type { Notice } from "./notice";
import type { NoticeJson } from "./notice-schema";

/** A notice for programs, member by member as its schema has it. */
export function jsonBody({ kind, at, title, environments, more, run }: Notice): string {
  const json: NoticeJson = {
    format: 1,
    kind,
    at,
    title,
    environments: environments.map((environment) => ({
      name: environment.name,
      server: environment.server ?? null,
      status: environment.status,
      severity: environment.severity ?? null,
      verdict: environment.verdict,
      failure: environment.failure ?? null,
      things: environment.things.map(({ code, severity, subject, message }) => ({
        code,
        severity: severity ?? null,
        subject,
        message,
      })),
      more: environment.more,
    })),
    more,
    run: run ?? null,
  };
  return visibleJson(json);
}

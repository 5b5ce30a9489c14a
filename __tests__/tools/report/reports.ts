import type { Finding } from "../../../tools/findings/finding";
import { environmentFromPlan } from "../../../tools/report/environment";
import type { EnvironmentReport, Report, ReportKind } from "../../../tools/report/model";

/** The report that a plan's JSON gives. */
export function reportOf(json: string, kind: "plan" | "drift" = "plan"): Report {
  return reportAbout([environmentFromPlan("production", json, kind)], kind);
}

export function reportAbout(environments: readonly EnvironmentReport[], kind: ReportKind = "plan"): Report {
  const made = {
    command: "agent-stack plan",
    at: "2026-11-24T08:00:00.000Z",
    versions: ["agent-stack 0.1.0"],
  };
  return { kind, environments, made };
}

export const finding: Finding = {
  code: "unmanaged-binding",
  severity: "weakens security",
  subject: "authentik_application.cli_application",
  message: "group `Friends` is bound to the application and nobody manages it",
  consequence: "members of Friends may log in with the CLI",
  remedy: "remove it, or add it to agent-stack.yaml:\naccess:\n  - group: Friends",
};

/** Texts that try to get out of the media we write. */
export const HOSTILE_PIECES = [
  "</details></summary><script>alert(1)</script><img src=x onerror=alert(1)>",
  "```\n# injected\n```\n~~~",
  "| a | b |\n| --- | --- |\n",
  "@everyone #123 GH-1 !5 owner/repo#1 :tada:",
  "https://evil.example www.evil.example [x](javascript:alert(1)) ![i](https://evil.example/x.png)",
  "\u001b[31mred\u001b]8;;https://evil.example\u0007",
  "\u202egnp.exe\u2066\u200b\u2060\u{e0041}\ufeff",
  "`code` **bold** __bold__ ~~gone~~ $x$",
  '"]; click n0 "javascript:alert(1)" %%{init: {}}%%\nend',
  "<!-- agent-stack:plan --> --> ]]> &lt;b&gt; \\",
  "\n/merge\n> quote\n- list\n1. one\n    code",
];

export const HOSTILE = HOSTILE_PIECES.join(" ");

/** The plan with the text appended to every name, address and value in it. */
export function infest(json: string, text: string): string {
  const keep = new Set(["mode", "type", "actions", "format_version", "status", "kind", "references"]);
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === "string") {
      return keep.has(key) ? value : `${value}${text}`;
    }
    if (Array.isArray(value)) {
      return keep.has(key) ? value : value.map((item) => visit(item, key));
    }
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).map(([name, item]) => [
        key === "output_changes" ? `${name}${text}` : name,
        visit(item, name),
      ]);
      return Object.fromEntries(entries);
    }
    return value;
  };
  return JSON.stringify(visit(JSON.parse(json), ""));
}

import { readFileSync } from "node:fs";
import { isWorthTelling, noticeOf } from "../../../tools/notices/notice";
import { post } from "../../../tools/notices/post";
import { slackBody } from "../../../tools/notices/slack";
import { KINDS, readTargets } from "../../../tools/notices/targets";
import { teamsBody } from "../../../tools/notices/teams";
import { oneLine } from "../../../tools/report/escape";
import type { Outline, OutlinedEnvironment } from "../../../tools/report/outline";
import { outlineOf } from "../../../tools/report/outline";
import { fixture } from "../changes/plans";
import { HOSTILE, infest, reportOf } from "../report/reports";
import { SECRET_PATH, startWebhook } from "./webhook";

const RUN = "https://forge.example/acme/identity/actions/runs/1";

const open: OutlinedEnvironment = {
  name: "production",
  server: "https://id.example.com",
  status: "attention",
  severity: "breaks logins",
  verdict: "🛑 1 object changed outside – breaks logins",
  things: [
    { code: "drift", severity: "breaks logins", subject: "authentik_flow.x", message: "it was deleted" },
  ],
};
const sound: OutlinedEnvironment = {
  name: "staging",
  status: "in order",
  verdict: "✅ no drift",
  things: [],
};
const failed: OutlinedEnvironment = {
  name: "test",
  status: "failed",
  verdict: "❌ failed",
  failure: "terraform init failed",
  things: [],
};

const outline = (...environments: OutlinedEnvironment[]): Outline => ({
  kind: "drift",
  at: "2026-11-25T12:00:00.000Z",
  environments,
});

const notice = noticeOf(outline(sound, open, failed), RUN);

test("what is in order is counted, what failed comes first", () => {
  expect(notice).toMatchObject({
    title: "agent-stack drift: 1 failed, 1 with something to look at, 1 in order",
    environments: [{ name: "test" }, { name: "production" }],
    more: 0,
    run: RUN,
  });
  expect([outline(sound), outline(sound, open), outline(failed)].map(isWorthTelling)).toEqual([
    false,
    true,
    true,
  ]);
});

test("Slack's blocks", () => {
  const text = (content: string) => ({ type: "text", text: content });
  const bold = (content: string) => ({ ...text(content), style: { bold: true } });
  const section = (...elements: object[]) => ({ type: "rich_text_section", elements });
  const list = (line: string) => ({
    type: "rich_text_list",
    style: "bullet",
    elements: [section(text(line))],
  });

  expect(JSON.parse(slackBody(notice))).toEqual({
    text: notice.title,
    mrkdwn: false,
    unfurl_links: false,
    blocks: [
      { type: "header", text: { type: "plain_text", text: notice.title, emoji: false } },
      {
        type: "rich_text",
        elements: [section(bold("test"), text(": ❌ failed")), list("terraform init failed")],
      },
      {
        type: "rich_text",
        elements: [
          section(
            bold("production"),
            text(" at https://id.example.com: 🛑 1 object changed outside – breaks logins"),
          ),
          list("authentik_flow.x: it was deleted"),
        ],
      },
      { type: "rich_text", elements: [section({ type: "link", url: RUN, text: "The run" })] },
    ],
  });
});

test("Teams' card", () => {
  const run = (text: string) => ({ type: "TextRun", text });
  const bold = (text: string) => ({ ...run(text), weight: "Bolder" });
  const block = (...inlines: object[]) => ({ type: "RichTextBlock", inlines });

  expect(JSON.parse(teamsBody(notice))).toEqual({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            { type: "TextBlock", text: notice.title, weight: "Bolder", size: "Medium", wrap: true },
            { ...block(bold("test"), run(": ❌ failed")), separator: true },
            block(run("• terraform init failed")),
            {
              ...block(
                bold("production"),
                run(" at https://id.example.com: 🛑 1 object changed outside – breaks logins"),
              ),
              separator: true,
            },
            block(run("• authentik_flow.x: it was deleted")),
          ],
          actions: [{ type: "Action.OpenUrl", title: "The run", url: RUN }],
        },
      },
    ],
  });
});

test("JSON", () => {
  const body = KINDS.get("json")?.body(notice) ?? "";

  expect(JSON.parse(body)).toEqual({
    format: 1,
    kind: "drift",
    at: "2026-11-25T12:00:00.000Z",
    title: notice.title,
    environments: [
      { ...failed, server: null, severity: null, more: 0 },
      { ...open, failure: null, more: 0 },
    ],
    more: 0,
    run: RUN,
  });
});

test("JSON has what the documentation says", () => {
  const [, shown = ""] = /```json\n(.*?)```/s.exec(readFileSync("docs/notices.md", "utf8")) ?? [];
  const body = JSON.parse(KINDS.get("json")?.body(noticeOf(outline(open), RUN)) ?? "");

  const documented = JSON.parse(shown);

  const keys = ({ environments: [environment], ...rest }: typeof body) =>
    [rest, environment, environment.things[0]].map((each) => Object.keys(each).sort());
  expect(keys(documented)).toEqual(keys(body));
});

/** Every text in a body, with what holds it. */
function textsIn(value: unknown): { holder: Record<string, unknown>; text: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const here = value as Record<string, unknown>;
  return [
    ...(typeof here.text === "string" ? [{ holder: here, text: here.text }] : []),
    ...Object.values(here).flatMap(textsIn),
  ];
}

test("what others have named stands only where neither Slack nor Teams reads markup, and is cut", () => {
  const hostile = noticeOf(
    outline(
      {
        ...open,
        name: HOSTILE,
        verdict: HOSTILE,
        things: [{ ...open.things[0], subject: HOSTILE, message: HOSTILE, code: HOSTILE }],
      },
      { ...failed, failure: HOSTILE },
    ),
    undefined,
  );
  const literal = ["text", "TextRun"];

  const found = [slackBody(hostile), teamsBody(hostile)].map((body) => textsIn(JSON.parse(body)));

  for (const texts of found) {
    const theirs = texts.filter(({ text }) => text.includes(oneLine("</details>")));
    expect(theirs.length).toBeGreaterThan(2);
    expect(theirs.filter(({ holder }) => !literal.includes(String(holder.type)))).toEqual([]);
    expect(texts.filter(({ text }) => text === "" || text.length > 450)).toEqual([]);
  }
});

test.each(["update", "drift-only"])(
  "no secret of the plan %s and no value of an attribute is told",
  (name) => {
    const told = noticeOf(outlineOf(reportOf(infest(fixture(name), "MARK"), "drift")), undefined);

    for (const { body } of KINDS.values()) {
      expect(body(told)).not.toMatch(/never-show-this|BEGIN PRIVATE KEY/);
    }
  },
);

test("many environments and things stay within what Slack and Teams take", () => {
  const wide = "漢".repeat(1000);
  const things = Array.from({ length: 50 }, () => ({ code: "drift", subject: wide, message: wide }));
  const many = Array.from({ length: 60 }, () => ({ ...open, name: wide, verdict: wide, things }));

  const told = noticeOf(outline(...many), RUN);

  const { blocks } = JSON.parse(slackBody(told));
  expect(told.more).toBe(50);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(blocks)).toContain("and 50 more environments");
  expect(Buffer.byteLength(teamsBody(told))).toBeLessThanOrEqual(28_000);
  expect(teamsBody(told)).toContain("and 50 more");
});

const NOT_A_VARIABLE =
  "--notify: give one of slack, teams, json and the name of the variable that has the webhook's address, as in slack=SLACK_WEBHOOK; the address itself is a secret and belongs into that variable";

test("all mistakes of the options are told at once, and no address", () => {
  const given = ["slack=https://hooks.example/secret", "mail=X", "teams=UNSET", "json=WRONG", "slack=FINE"];
  const env = { WRONG: "ftp://secret", FINE: "https://hooks.example/x\n" };

  expect(() => readTargets(given, env)).toThrow(
    new Error(
      [
        NOT_A_VARIABLE,
        NOT_A_VARIABLE,
        "--notify teams=UNSET: the variable UNSET is not set",
        "--notify json=WRONG: the variable WRONG has no address that starts with https:// or http://",
      ].join("\n"),
    ),
  );
  expect(readTargets(["slack=FINE"], env)).toMatchObject([
    { title: "Slack", variable: "FINE", url: "https://hooks.example/x" },
  ]);
});

describe("posting", () => {
  const target = (url: string) => readTargets(["json=HOOK"], { HOOK: url })[0] as never;
  const waited: number[] = [];
  const options = {
    env: {},
    wait: async (milliseconds: number) => {
      waited.push(milliseconds);
    },
  };
  beforeEach(() => waited.splice(0));

  test.each<[number[], string | undefined, number]>([
    [[202], undefined, 1],
    [[429, 503, 200], undefined, 3],
    [[500], "it answered 500: it has trouble of its own", 5],
    [[429], "it answered 429: too many requests", 5],
    [[404], "it answered 404: the webhook is gone or not allowed, put a new one into HOOK", 1],
    [[302], "it answered 302: it points elsewhere, put the webhook's own address into HOOK", 1],
    [[400], "it answered 400: it does not take the message, check that HOOK has a webhook of this kind", 1],
  ])("to what answers %j", async (statuses, reason, times) => {
    const webhook = await startWebhook(...statuses);

    const told = await post(target(webhook.url), "{}", options);

    await webhook.close();
    expect(told).toBe(reason);
    expect(webhook.posted).toHaveLength(times);
    expect(webhook.posted[0]).toMatchObject({ body: "{}", headers: { "content-type": "application/json" } });
    expect(waited).toHaveLength(times - 1);
  });

  test.each([
    [
      `http://127.0.0.1:1/${SECRET_PATH}`,
      {},
      "there was no answer (ECONNREFUSED): check the network and HOOK",
    ],
    [
      `http://hooks.example/${SECRET_PATH}`,
      { HTTP_PROXY: "socks5://proxy" },
      "HTTP_PROXY names a socks5 proxy, which terraform may speak and agent-stack does not: give an http or https proxy, or the host in NO_PROXY",
    ],
  ])("to nobody", async (url, env, reason) => {
    expect(await post(target(url), "{}", { ...options, env })).toBe(reason);
  });
});

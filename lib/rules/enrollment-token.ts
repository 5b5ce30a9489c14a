import type * as z from "zod";
import type { Draft } from "./draft";
import type { Obligations } from "./obligations";
import { type Rules, rule } from "./rule";
import { flag, instant, name, settings, withExample } from "./setting-types";

const REQUIRED = { name: withExample(name("Name of the token."), "workstations") };
const ROWS = {
  deviceAccessGroup: name("Name, under `deviceAccessGroups`, of the group that the devices join."),
  expiring: flag("Whether the token ends: 30 minutes after it is made, or at `expires`.", true),
  expires: instant("When the token ends; by default 30 minutes after it is made."),
  retrieveKey: flag("Reads the key into Terraform's state and a sensitive output.", false),
};

/** With the device access group by its name. */
export const enrollmentTokenOfStack = settings(
  "A token with which devices enrol.",
  { ...ROWS, renamedFrom: name("Name that the token had, so that it is renamed and not made anew.") },
  REQUIRED,
);

const { deviceAccessGroup, ...own } = ROWS;

export const ENROLLMENT_TOKEN = own;

const schema = settings("A token with which devices enrol.", ENROLLMENT_TOKEN, REQUIRED);

type TokenDraft = Draft<z.output<typeof schema>>;

export const enrollmentTokenRules: Rules<TokenDraft> = [
  rule({
    subjects: (token: TokenDraft) => [{ path: [], judged: token }],
    condition: ({ expiring, expires }) => expiring === false && expires !== undefined,
    message: () => "has both expires and expiring: false",
    remedy: () => "remove one of them",
  }),
];

export const enrollmentToken: Obligations<typeof schema> = { schema, rules: enrollmentTokenRules };

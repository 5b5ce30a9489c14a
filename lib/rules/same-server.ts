import { CLI } from "./agent-cli-provider";
import type { StackDraft } from "./agent-stack";
import { BRANDS } from "./brands";
import { identityOf } from "./cli-application";
import { quoted } from "./credential-shapes";
import { DEVICE_CODE_FLOW } from "./device-code-flow";
import { plainAddress } from "./server-address";

interface Sharer extends Pick<StackDraft, "server" | "deviceCodeFlow" | "brands"> {
  readonly cli?: Pick<NonNullable<StackDraft["cli"]>, "clientId"> | null;
  readonly cliApplications?: readonly (Parameters<typeof identityOf>[0] | null | undefined)[] | null;
}

/** What two stacks of one server would both set up there, which it has only once: each a part of a sentence. */
export function overlaps(one: Sharer, other: Sharer): string[] {
  if (!one.server || !other.server || plainAddress(one.server) !== plainAddress(other.server)) return [];
  const both = (read: (draft: Sharer) => string | null | undefined, say: (value: string) => string) => {
    const value = read(one);
    return value && value === read(other) ? [say(value)] : [];
  };
  const others = new Set(clientIds(other));
  return [
    ...clientIds(one).flatMap((id) => (others.has(id) ? [`the client id ${quoted(id)}`] : [])),
    ...both(newFlow, (slug) => `the flow ${quoted(slug)}`),
    ...(flow(one) === flow(other)
      ? []
      : both(brandOf, (domain) => `the device code flow of the brand ${quoted(domain)}`)),
  ];
}

const clientIds = ({ cli, cliApplications }: Sharer) => [
  cli?.clientId ?? CLI.clientId.byDefault,
  ...(cliApplications ?? []).flatMap((each) => (each ? (identityOf(each).clientId ?? []) : [])),
];

const newFlow = ({ deviceCodeFlow: settings }: Sharer) =>
  settings?.existing ? undefined : (settings?.slug ?? DEVICE_CODE_FLOW.slug.byDefault);

const flow = (draft: Sharer) => draft.deviceCodeFlow?.existing ?? newFlow(draft);

const brandOf = ({ brands }: Sharer) =>
  brands?.release ? undefined : (brands?.default ?? BRANDS.default.byDefault);

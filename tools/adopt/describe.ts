import { connector, provider } from "../objects";
import { STATES } from "../report/colours";
import { oneLine } from "../report/escape";
import type { Comparison, Difference, DifferentObject } from "./comparison";
import type { Unmanaged } from "./entries";
import { type Candidate, idOf, type Match } from "./match";
import type { Several } from "./relations";
import type { Setting } from "./settings";
import { pathText } from "./snippet";

/** What was found by what belongs to it. */
export function describeRelations(found: readonly string[]): string {
  return section("Found by what belongs together:", found).join("\n");
}

/** Of what someone has to choose one before anything else can be told. */
export function describeSeveral({ what, address, candidates: all }: Several): string {
  const isConnector = what === "connector";
  const title = isConnector
    ? "Several connectors accept the CLI's tokens, choose one with --connector NAME:"
    : `No provider has the configured client id, and connectors accept the tokens of several, choose one with --id ${address}=<id>:`;
  const type = isConnector ? connector : provider;
  return section(
    title,
    all.map((each) => {
      const more = isConnector
        ? `refresh_interval ${each.refresh_interval}, enabled ${each.enabled}`
        : `client_id ${each.client_id}`;
      return `${each.name}: ${idOf(type, each)}, ${more}`;
    }),
  ).join("\n");
}

/** What stays as it is and is nobody's here. */
export function describeUnmanaged(unmanaged: readonly Unmanaged[], hidden: readonly string[]): string {
  return [
    ...section(
      "Left as they are, and managed by nobody here:",
      unmanaged.map(({ what, why }) => `${what}: ${why}`),
    ),
    ...section("More may be left as it is, since the token's user lacks permissions to see it:", hidden),
  ].join("\n");
}

/** What is otherwise in authentik and stays so by settings, with what changing it would mean. */
export function describeKept(kept: readonly DifferentObject[]): string {
  return kept
    .flatMap((object) =>
      section(`${object.address} stays as it is with the settings below; without them:`, linesOf(object)),
    )
    .join("\n");
}

/**
 * Which objects are there, under which ids, and which are not.
 *
 * @param adopted addresses whose ids the configuration has
 * @param sight whether what is not shown is not there, undefined where nobody can tell
 */
export function describeMatches(
  matches: readonly Match[],
  adopted: ReadonlySet<string>,
  sight: true | undefined,
): string {
  const found = matches.flatMap((match) => (match.kind === "found" ? [match] : []));
  const missing = matches.flatMap((match) => (match.kind === "none" ? [match.address] : []));
  const lines = found.map(({ address, object, id }) => {
    const name = nameOf(object);
    const known = adopted.has(address) ? ", as the configuration says" : "";
    return `${address}: ${name === id ? name : `${name} (${id})`}${known}`;
  });
  return [
    ...section("In authentik already, to be imported:", lines),
    ...section(
      sight
        ? "Not in authentik, to be created:"
        : "Not in authentik as far as this token sees, which may not be everything; to be created:",
      missing,
    ),
    ...matches.flatMap((match) =>
      match.kind === "several"
        ? section(
            `Several for ${match.address}, choose one with --id ${match.address}=<id>:`,
            match.candidates.map(candidate),
          )
        : [],
    ),
  ].join("\n");
}

/** What an apply would do beside importing. */
export function describeComparison({ different, rewritten }: Comparison): string {
  return [
    ...different.flatMap((object) =>
      section(`${object.address} would be ${STATES[object.action]}:`, linesOf(object)),
    ),
    ...section(
      "Written again as they are, because Terraform's provider does not read them, or reads them in another order:",
      rewritten.map(({ address, names }) => `${address}: ${names.join(", ")}`),
    ),
  ].join("\n");
}

/** The settings that can only be taken away, which no snippet can say. */
export function describeRemovals(settings: readonly Setting[]): string {
  return section(
    "To be left out:",
    settings.filter(({ value }) => value === undefined).map(({ path }) => pathText(path)),
  ).join("\n");
}

const linesOf = ({ differences, consequences }: DifferentObject) => [
  ...differences.map(difference),
  ...consequences.map(({ severity, text }) => `${severity}: ${text}`),
];

function difference({ name, live, configured, keep }: Difference): string {
  const kept = keep ? "" : ", and no setting keeps it";
  return `${name}: ${live} in authentik, ${configured} configured${kept}`;
}

function candidate({ id, differs }: Candidate): string {
  const fields = Object.entries(differs).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `${id}: ${fields.join(", ") || "the same as the others in everything"}`;
}

/** What people call an object; bindings have no name of their own. */
function nameOf(object: Readonly<Record<string, unknown>>): string {
  return String(object.name ?? `order ${object.order}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [oneLine(title), ...lines.map((line) => `  ${oneLine(line)}`)];
}

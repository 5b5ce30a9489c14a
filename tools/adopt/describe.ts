import { STATES } from "../report/colours";
import { oneLine } from "../report/escape";
import type { Comparison, Difference } from "./comparison";
import type { Candidate, Match } from "./match";
import type { Setting } from "./settings";
import { pathText } from "./snippet";

/** Which objects are there, under which ids, and which are not. */
export function describeMatches(matches: readonly Match[]): string {
  const found = matches.flatMap((match) => (match.kind === "found" ? [match] : []));
  const missing = matches.flatMap((match) => (match.kind === "none" ? [match.address] : []));
  const rows = found.map(({ address, object, id, isConfigured }) => [
    address,
    nameOf(object),
    isConfigured ? `${id} (in the configuration)` : id,
  ]);
  return [
    ...section("In authentik already, to be imported:", inColumns(rows)),
    ...section("Not in authentik, to be created:", missing),
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
    ...different.flatMap(({ address, action, differences, consequences }) =>
      section(`${address} would be ${STATES[action]}:`, [
        ...differences.map(difference),
        ...consequences.map(({ severity, text }) => `${severity}: ${text}`),
      ]),
    ),
    ...section(
      "Written again as they are, since Terraform's provider reads these not at all or in another order:",
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

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [oneLine(title), ...lines.map((line) => `  ${oneLine(line)}`)];
}

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { visible } from "../report/escape";
import { fileOf, SEPARATOR } from "./owned-parts";
import type { Conflict, Upgrade } from "./upgrade-of";

/** An upgrade for people: what changes as a unified diff, what stays, and what somebody has to decide. */
export function upgradeText({ changed, conflicts, kept }: Upgrade, version: string): string {
  const parts = [
    ...[...changed].map(([file, { before, after }]) => patch(file, before, after)),
    ...(kept.length > 0 ? [`Kept, since it was edited or removed here: ${kept.join(", ")}`] : []),
    ...conflicts.map((conflict) => conflictText(conflict, version)),
    ...(conflicts.length > 0 ? [remedy([...new Set(conflicts.map(({ key }) => fileOf(key)))])] : []),
  ];
  return visible(parts.join("\n\n"));
}

function patch(file: string, before: string | undefined, after: string | undefined): string {
  const name = (side: string, text: string | undefined) =>
    text === undefined ? "/dev/null" : `${side}/${file}`;
  return createTwoFilesPatch(
    name("a", before),
    name("b", after),
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    },
  ).trimEnd();
}

function conflictText({ key, theirs, ours }: Conflict, version: string): string {
  const file = fileOf(key);
  const head = `conflict: ${key} is not as agent-stack wrote it, and agent-stack ${version}`;
  if (ours === undefined) return `${head} has it no more.`;
  if (key.includes(SEPARATOR)) return `${head} writes something else:\n  here: ${theirs}\n  its:  ${ours}`;
  return `${head} writes something else. From what is here to what it writes:\n${patch(file, theirs, ours)}`;
}

const remedy = (files: readonly string[]) =>
  `Nothing of a conflict is written. Decide each: --take FILE for what agent-stack writes, or edit the file as it shall be and --keep FILE (here: ${files.join(", ")}).`;

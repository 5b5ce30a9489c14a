import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { visible } from "../report/escape";
import { fileOf, SEPARATOR } from "./owned-parts";
import type { Conflict, Upgrade } from "./upgrade-of";

/** A part of a text, and whether it is a diff, whose lines are not broken. */
type Part = readonly [text: string, isWhole?: boolean];

/** An upgrade for people: what changes as a unified diff, what stays, and what somebody has to decide. */
export function upgradeText({ changed, conflicts, kept }: Upgrade, version: string): readonly Part[] {
  return [
    ...[...changed].map(([file, { before, after }]) => patch(file, before, after)),
    ...(kept.length > 0 ? [said(`Kept, since it was edited or removed here: ${kept.join(", ")}\n`)] : []),
    ...conflicts.flatMap((conflict) => conflictText(conflict, version)),
    ...(conflicts.length > 0 ? [remedy([...new Set(conflicts.map(({ key }) => fileOf(key)))])] : []),
  ];
}

const said = (text: string): Part => [visible(text)];

function patch(file: string, before: string | undefined, after: string | undefined): Part {
  const name = (side: string, text: string | undefined) =>
    text === undefined ? "/dev/null" : `${side}/${file}`;
  const text = createTwoFilesPatch(
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
  return [visible(`${text}\n`), true];
}

function conflictText({ key, theirs, ours }: Conflict, version: string): Part[] {
  const file = fileOf(key);
  const head = `conflict: ${key} is not as agent-stack wrote it, and agent-stack ${version}`;
  if (ours === undefined) return [said(`${head} has it no more.\n`)];
  if (key.includes(SEPARATOR)) {
    return [said(`${head} writes something else:\n  here: ${theirs}\n  its:  ${ours}\n`)];
  }
  return [
    said(`${head} writes something else. From what is here to what it writes:`),
    patch(file, theirs, ours),
  ];
}

const remedy = (files: readonly string[]) =>
  said(
    `Nothing of a conflict is written. Decide each: --take FILE for what agent-stack writes, or edit the file as it shall be and --keep FILE (here: ${files.join(", ")}).\n`,
  );

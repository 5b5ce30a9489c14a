import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { place } from "./files";
import type { Stack } from "./stack";
import { OWN } from "./working-folder";

/** What was synthesised for each environment last, kept because cdktf removes the folders of stacks that are no more. */
const folderIn = (out: string) => join(out, OWN, "environments");

/** The folder of one environment. */
export const rememberedIn = (out: string, name: string) => join(folderIn(out), name);

/** Keeps what is synthesised of an environment now. */
export function remember(out: string, { name, directory }: Stack): void {
  place(join(directory, SYNTHESISED), join(rememberedIn(out, name), SYNTHESISED));
}

/** Forgets an environment that is no more and has no state. */
export function forget(out: string, name: string): void {
  rmSync(rememberedIn(out, name), { recursive: true, force: true });
}

/** What was synthesised last, by the environments' names: that which cdktf left, else that which is kept. */
export function known(out: string): Map<string, string> {
  const files = [folderIn(out), join(out, "stacks")].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .map((name) => [name, join(folder, name, SYNTHESISED)] as const)
          .filter(([, file]) => existsSync(file))
      : [],
  );
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const SYNTHESISED = "cdk.tf.json";

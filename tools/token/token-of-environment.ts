import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Identity, neededPermissions } from "../set-up/needed-permissions";
import { managedSetUp } from "../set-up/stack";
import { selectStack, synthesise } from "../terraform/synthesise";
import { renderBlueprint } from "./blueprint";
import { renderList } from "./list";
import { renderTerraform } from "./terraform";

const RENDERERS = { list: renderList, blueprint: renderBlueprint, terraform: renderTerraform } as const;

export type TokenFormat = keyof typeof RENDERERS;

export const TOKEN_FORMATS = Object.keys(RENDERERS) as readonly TokenFormat[];

export interface TokenOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly print: (text: string) => void;
  /** Tells what the printed text lacks. */
  readonly note: (text: string) => void;
  readonly identities: readonly Identity[];
  readonly format: TokenFormat;
}

/** Prints what to create in authentik for an environment's identities; asks neither authentik nor Terraform. */
export async function tokenOfEnvironment(name: string | undefined, options: TokenOptions): Promise<void> {
  const { cwd, env, print, note, identities, format } = options;
  const stack = selectStack(await synthesise(cwd, env), name);
  const configuration = JSON.parse(await readFile(join(stack.directory, "cdk.tf.json"), "utf8"));
  const setUp = managedSetUp(stack.name, configuration, {});
  for (const type of neededPermissions(setUp, "apply").unknownTypes) {
    note(`the permissions that ${type} takes are not known and not in the list: add them`);
  }
  const named = identities.map((identity) => {
    const { permissions } = neededPermissions(setUp, identity);
    return { environment: stack.name, identity, permissions };
  });
  print(RENDERERS[format](named));
}

import type { Server } from "../authentik/server";

/** The kind of a backend and its settings, as terraform reads them. */
export type Backend = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One environment as terraform sees it. */
export interface Stack {
  /** The environment's name. */
  readonly name: string;
  /** Where terraform runs, an absolute path. */
  readonly directory: string;
  /** Where terraform keeps what it installs, an absolute path, where TF_DATA_DIR names one folder for all stacks. */
  readonly dataDirectory?: string;
  /** Where its authentik is. @default - what AUTHENTIK_URL and AUTHENTIK_TOKEN say */
  readonly server?: Server;
  /** What synthesis warned of. @default - nothing */
  readonly warnings?: readonly Remark[];
  /** What synthesis told and nobody needs to act on. @default - nothing */
  readonly infos?: readonly Remark[];
  /** Its name and the place of its state before it was renamed. @default - it was not */
  readonly formerly?: { readonly name: string; readonly backend: Backend };
  /** Where people and pipelines find the stack, when terraform runs in a copy of it. @default - it runs there itself */
  readonly kept?: Kept;
}

/** What synthesis said of a construct. */
export interface Remark {
  /** The construct's path in its stack. */
  readonly place: string;
  readonly text: string;
}

export interface Kept {
  readonly directory: string;
  readonly dataDirectory?: string;
  /** Where terraform keeps there what it installs, an absolute path. */
  readonly data: string;
  /** cdktf's output folder. */
  readonly out: string;
}

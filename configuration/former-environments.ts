import type { FormerEnvironment } from "../lib/former-place";
import { quoted } from "../lib/rules/credential-shapes";
import type { Mistake } from "../lib/rules/mistake";
import { statePlace } from "../lib/rules/places";
import type { EnvironmentDraft } from "./environment-mistakes";
import { plain, type Sourced } from "./sourced";

type Drafts = Readonly<Record<string, EnvironmentDraft>>;

/** What environments were before they were renamed. */
export class FormerEnvironments {
  /** @param backends - the backends under the former names, by the environments' names */
  constructor(private readonly backends: ReadonlyMap<string, Sourced>) {}

  /** Undefined where the state's place did not change with the name. */
  of(name: string, { renamedFrom, backend }: EnvironmentDraft): FormerEnvironment | undefined {
    if (typeof renamedFrom !== "string") return undefined;
    const former = this.backendOf(name);
    if (statePlace(renamedFrom, former) === statePlace(name, backend)) return undefined;
    return { name: renamedFrom, ...(former && { backend: former as FormerEnvironment["backend"] }) };
  }

  /** Names and states that are somebody else's, and states that no one can move from here. */
  mistakes(environments: Drafts): Mistake[] {
    const heirs = new Map<string, string>();
    return Object.entries(environments).flatMap(([name, environment]) => {
      const { renamedFrom } = environment;
      if (typeof renamedFrom !== "string") return [];
      const first = heirs.get(renamedFrom);
      heirs.set(renamedFrom, first ?? name);
      const message =
        renamedFrom in environments
          ? `got ${quoted(renamedFrom)}, which ${renamedFrom === name ? "is its name" : "is an environment"} still: rename that one, or take renamedFrom out`
          : first !== undefined
            ? `got ${quoted(renamedFrom)}, as ${quoted(first)} has it, and a state can move to one place only: take it out of one of them`
            : this.placeMistake(name, renamedFrom, environments);
      return message === undefined ? [] : [{ path: ["environments", name, "renamedFrom"], message }];
    });
  }

  private placeMistake(name: string, renamedFrom: string, environments: Drafts): string | undefined {
    const former = this.of(name, environments[name] ?? {});
    if (former === undefined) return undefined;
    const place = statePlace(renamedFrom, this.backendOf(name));
    const [owner] =
      Object.entries(environments).find(([other, { backend }]) => statePlace(other, backend) === place) ?? [];
    if (owner !== undefined) {
      return `got ${quoted(renamedFrom)}, where ${quoted(owner)} keeps its state: it would lose it`;
    }
    const { cloud, remote } = environments[name]?.backend ?? {};
    const was = this.backendOf(name);
    const workspace = cloud ?? remote;
    if (workspace) {
      return `a workspace is renamed where it is, with its state: call ${quoted(String((was?.cloud ?? was?.remote)?.workspace))} there ${quoted(String(workspace.workspace))}, and take renamedFrom out`;
    }
    return undefined;
  }

  private backendOf(name: string): EnvironmentDraft["backend"] {
    const backend = this.backends.get(name);
    return backend && (plain(backend) as EnvironmentDraft["backend"]);
  }
}

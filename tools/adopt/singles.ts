import { APPLICATION, CLI } from "../../lib/rules/agent-cli-provider";
import { CONNECTOR } from "../../lib/rules/agent-connector";
import { DEVICE_CODE_FLOW } from "../../lib/rules/device-code-flow";
import * as objects from "../objects";
import { fieldOf } from "../objects";
import type { ManagedType } from "../objects/object-type";
import { attribute, deployedIds, resourcesOf, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplication, cliProvider, deviceCodeFlow } from "../set-up/the-agents";
import type { LiveObject } from "./live-object";
import { type Choices, idOf } from "./match";
import type { Setting } from "./settings";

/** What a set-up has one of, and how its configuration names it. */
interface Kind {
  readonly type: ManagedType;
  readonly of: (managed: ManagedSetUp) => SetUpObject | undefined;
  /** The attribute that names it, and the setting that gives that. */
  readonly attribute: string;
  readonly setting: string;
  readonly byDefault: string;
  /**
   * Whether the default names one, as the client id that agents are made for does: another that is given is then that of
   * another set-up, and what belongs to this one is none of its.
   */
  readonly isNamedByDefault?: boolean;
}

export const SINGLES = {
  flow: {
    type: objects.flow,
    of: deviceCodeFlow,
    attribute: "slug",
    setting: "slug",
    byDefault: DEVICE_CODE_FLOW.slug.byDefault,
  },
  provider: {
    type: objects.provider,
    of: cliProvider,
    attribute: "client_id",
    setting: "clientId",
    byDefault: CLI.clientId.byDefault,
    isNamedByDefault: true,
  },
  application: {
    type: objects.application,
    of: cliApplication,
    attribute: "slug",
    setting: "slug",
    byDefault: APPLICATION.slug.byDefault,
  },
  connector: {
    type: objects.connector,
    of: (managed: ManagedSetUp) => {
      const all = resourcesOf(managed, objects.connector.type).filter(({ configured }) => configured);
      return all.length === 1 ? all[0] : undefined;
    },
    attribute: "name",
    setting: "name",
    byDefault: CONNECTOR.name.byDefault,
  },
} satisfies Readonly<Record<string, Kind>>;

/** One of them in authentik. */
export interface Single {
  /** Undefined where there is none, or several may be meant. */
  readonly object?: LiveObject;
  /** Where it is to be taken over, undefined where it was not found by what belongs to it. */
  readonly address?: string;
  /** The settings that name it. */
  readonly settings: readonly Setting[];
  /** How the configuration calls it, where that is a name of its own and authentik has nothing of that name. */
  readonly calledInVain?: string;
  /** Those that belong to the set-up alike, of which someone has to choose. */
  readonly candidates?: readonly LiveObject[];
}

/**
 * Which object of a kind is the set-up's: the one that is known by its id, else the one that the configuration names, else
 * the one that belongs to the rest of it, else one with the default name.
 */
export function singleOf(
  kind: Kind,
  managed: ManagedSetUp,
  choices: Choices,
  all: readonly LiveObject[],
  related: readonly LiveObject[],
): Single {
  const wanted = kind.of(managed);
  if (!wanted) return { settings: [] };
  const { type, byDefault, isNamedByDefault } = kind;
  const id = idFor(wanted, choices);
  const name = attribute(wanted, kind.attribute);
  const withName = all.filter((object) => String(object[fieldOf(type, kind.attribute)]) === name);
  const named = withName.length === 1 ? { object: withName[0], settings: [] } : { settings: [] };
  if (wanted.mode === "data") return named;
  if (id !== undefined) return { object: all.find((object) => idOf(type, object) === id), settings: [] };
  const isGiven = name !== byDefault;
  if (isNamedByDefault ? isGiven || withName.length > 0 : isGiven && withName.length > 0) return named;
  const known = deployedIds(managed, type.type);
  const left = related.filter((each) => !known.includes(idOf(type, each)));
  const [object, ...others] = left;
  if (!object) return named;
  if (others.length > 0) return { candidates: left, settings: [] };
  const value = object[fieldOf(type, kind.attribute)];
  const path = [...(type.place?.path ?? []), kind.setting];
  return {
    object,
    address: wanted.address,
    settings: value === name ? [] : [{ path, value }],
    ...(value !== name && isGiven && { calledInVain: name }),
  };
}

/** The id by which an object is in the state, or is to be taken over, already. */
function idFor({ address, deployed, importId }: SetUpObject, choices: Choices): string | undefined {
  return deployed ? String(deployed.id) : (importId ?? choices.get(address));
}

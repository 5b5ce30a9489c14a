import type { Severity } from "../severity";
import type { Predicate } from "./predicates";

/** Objects as authentik's API lists them, and as Django, its permissions and its event log name their model. */
export interface Collection {
  /** Path of the list below `/api/v3`. */
  readonly path: string;
  readonly app: string;
  readonly model: string;
}

/** What the tools know of the objects of one type. */
export interface ObjectType {
  /** What people call such an object. */
  readonly kind: string;
  /** Terraform's name of the type. */
  readonly type: string;
  /** Further Terraform types whose objects are such ones too: data sources under another name, all types of a family. */
  readonly alsoTypes?: readonly string[];
  /** What ids that are numbers count: of another kind each number means another object. */
  readonly numbers?: "providers" | "users";
  /** Attributes by which people know an object, the first that has a text. */
  readonly labels: readonly string[];
  /** Attribute by which a configuration names an existing object. */
  readonly lookedUpBy?: string;
  /** Where it is in the picture, from left to right: 0 to 3; undefined where it is not drawn. */
  readonly layer?: number;
  /** What the picture calls it, where a node stands for several. */
  readonly drawnAs?: string;
  /** Undefined where we never ask for it. */
  readonly api?: Api;
  /** Where people find such objects in authentik's admin interface. */
  readonly adminPage?: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Api extends Collection {
  /** Filter of the list by what others refer to it by, where an object's path takes another id. */
  readonly referenceFilter?: string;
}

/** A type whose objects we make or adopt. */
export interface ManagedType extends ObjectType {
  /** Heading of a report under which its changes are, in the documentation's words. */
  readonly section: string;
  readonly api: ManagedApi;
  /** Where its settings are, undefined where the bound object's place says it. */
  readonly place?: Place;
  /** Whether every consequence is about the agent's own object, of which a stack may have others beside it. */
  readonly isAgentsOnly?: boolean;
  /** Whether we manage only the attributes that are configured: the default brand is adopted, not owned. */
  readonly isPartlyManaged?: boolean;
  readonly attributes: Readonly<Record<string, ManagedAttribute>>;
}

export interface ManagedApi extends Api {
  /** How an existing object is found, undefined for those that take themselves over. */
  readonly search?: Search;
  /** The part of the live set-up that has its objects. */
  readonly listedAs?: "providers" | "connectors";
}

export interface Search {
  /** Attributes that tell the wanted object from others: of several such keys the first that finds something. */
  readonly keys: readonly (readonly string[])[];
  /** Attributes by which authentik filters the list; the rest is compared by us. */
  readonly filters: readonly string[];
}

/** Where in an environment of agent-stack.yaml settings are. */
export interface Place {
  readonly path: readonly string[];
  /** Whether a list is there, of entries told apart by their name. */
  readonly isList?: boolean;
  /** Where in the list's entry, if not at its top. */
  readonly below?: readonly string[];
  /** Where the bindings are that let people in: from the environment, or in the list's entry. */
  readonly access?: readonly string[];
}

export interface Attribute {
  /** The API's field, where it is called otherwise. */
  readonly field?: string;
  /** Whether others refer to the object by this. */
  readonly isHandle?: boolean;
  readonly refers?: Reference;
}

/** What the tools know of an attribute: each says what a change means and how the configuration keeps it, or why not. */
export type ManagedAttribute = Attribute &
  Behaviour &
  ({ readonly means: Meanings } | { readonly meansNothing: string }) &
  ({ readonly setting: string | AttributeSetting } | { readonly noSetting: string });

/** What the Terraform provider (2026.5.0) does not do with an attribute. */
export interface Behaviour {
  /** The value that it leaves out of its requests. */
  readonly dropped?: Zero;
  /** Whether leaving the attribute out of the configuration means the dropped value too, as there is no other default. */
  readonly isDroppedWhenUnset?: boolean;
  /** Whether it never reads the attribute, so that an imported object has none in the plan. */
  readonly isUnread?: boolean;
  /** Whether it is another with every read, and nobody sets it. */
  readonly isVolatile?: boolean;
  /** Whether only Terraform knows it and authentik has no field for it. */
  readonly isTerraforms?: boolean;
  /** The permission of authentik that it takes where it is true, beside those of the type. */
  readonly permission?: string;
  /** Whether it is a moment, which authentik writes in a way of its own. */
  readonly isMoment?: boolean;
}

export type Zero = false | 0 | "";

export interface Reference {
  /** Kinds of what is referred to. */
  readonly to: readonly string[];
  /** What the picture's arrow says, undefined where none is drawn. */
  readonly arrow?: string;
  /** What authentik does with the referring object when the one that it refers to is deleted. */
  readonly whenDeleted: "deleted along" | "cleared" | "taken out of the list" | "refused" | "nothing";
  /** Field of the referring object with the name of the other. */
  readonly nameField?: string;
}

/** The settings that keep an attribute as it is in authentik. */
export interface AttributeSetting {
  readonly names: readonly string[];
  /** How the settings say the value. @default one setting, with the value itself or the name of what it refers to */
  readonly by?: SettingKind;
  /** What keeps an attribute that is empty. @default leaving the setting out */
  readonly whenEmpty?: "empty text" | "false" | "nothing";
}

export type SettingKind = "grants" | "scopes" | "federation" | "own groups" | "redirect uris";

/** What changes of an attribute mean, by stable codes; a code may stand with several attributes. */
export type Meanings = Readonly<Record<string, Meaning>>;

export type Meaning = readonly [
  when: (attribute: string) => Predicate,
  severity: Severity,
  text: string | Counted,
  /** The documentation's heading about it. */
  docs: string,
];

/**
 * What a change of one object means, and how the same is told of several. Of a binding `{whom}` is whom it names, or
 * all whom they name, and `{whether}` what has to hold of somebody; with `Before`, those that it named until now. Of other objects `{bindings}` are those that guard them.
 */
export interface Counted {
  readonly one: string;
  readonly several: string;
}

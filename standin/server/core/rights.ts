import { groupsOf, isSuperuser } from "./authentication";
import { notFound, permissionDenied } from "./errors";
import { asList, isObject, type Json, type JsonObject, type Row } from "./json";
import type { Resource } from "./resource";
import type { Store } from "./store";

/** What may be done to the objects of a collection, or to some of them. */
export interface Grant {
  readonly may: "view" | "add" | "change" | "delete" | "view key";
  /** The collection's path, as in `core/brands`, or `*` for all of them. */
  readonly path: string;
  /** Primary keys. @default - every object */
  readonly objects?: readonly Row["pk"][];
}

/** A role as it is stored, with what it grants. */
export const roleOf = (name: string, grants: readonly Grant[]): JsonObject => ({
  name,
  grants: grants.map((grant) => ({ ...grant, objects: grant.objects && [...grant.objects] })),
});

/** A permission as Django names it. */
export interface Permission {
  readonly app: string;
  readonly model: string;
  readonly codename: string;
}

/** The permissions for all objects that a role has: what it grants on single ones is none of them. */
export function permissionsOf(role: Row, resources: readonly Resource[]): Permission[] {
  const granted = resources.flatMap(({ path, model: { app, name } }) =>
    asList(role.grants)
      .filter(isObject)
      .filter((grant) => grant.objects === undefined && (grant.path === "*" || grant.path === path))
      .map(({ may }) => ({
        app,
        model: name,
        codename: may === "view key" ? KEY_CODENAME : `${may}_${name}`,
      })),
  );
  return [...new Map(granted.map((each) => [`${each.app}.${each.codename}`, each])).values()];
}

/** authentik's name of the right to read the keys of enrollment tokens. */
const KEY_CODENAME = "view_enrollment_token_key";

/** What a user may do to the objects of a collection. */
export class Rights {
  private readonly grants: readonly JsonObject[];

  constructor(
    private readonly user: Row,
    private readonly resource: Resource,
    private readonly store: Store,
  ) {
    const roles = new Set([user, ...groupsOf(user, store)].flatMap((holder) => asList(holder.roles)));
    this.grants = store
      .filter("role", ({ pk }) => roles.has(pk))
      .flatMap((role) => asList(role.grants))
      .filter(isObject)
      .filter(({ path }) => path === "*" || path === resource.path);
  }

  /** Whether they may do it to every object. */
  everywhere(action: Grant["may"]): boolean {
    return (
      isSuperuser(this.user, this.store) ||
      this.grants.some(({ may, objects }) => may === action && objects === undefined)
    );
  }

  /**
   * Which objects they see, all of them or some.
   *
   * @throws 403 when they see none
   */
  visible(): (row: Row) => boolean {
    if (this.everywhere("view")) return () => true;
    const objects = this.objects("view");
    if (!this.store.find(this.resource.table, ({ pk }) => objects.has(pk))) throw permissionDenied();
    return ({ pk }) => objects.has(pk);
  }

  /** @throws 403 when they see no object, 404 when they see others */
  requireView(row: Row): void {
    if (!this.visible()(row)) throw notFound(this.resource.model.label);
  }

  /** @throws 403 when they may not, 404 when they do not even see the object */
  require(action: "change" | "delete" | "view key", row: Row): void {
    this.requireView(row);
    if (!this.everywhere(action) && !this.objects(action).has(row.pk)) throw permissionDenied();
  }

  private objects(action: Grant["may"]): ReadonlySet<Json> {
    return new Set(this.grants.filter(({ may }) => may === action).flatMap(({ objects }) => asList(objects)));
  }
}

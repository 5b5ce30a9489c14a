import { randomUUID } from "node:crypto";
import type { Row } from "./core/json";
import { insertInto } from "./core/routes";
import type { Store } from "./core/store";
import { secretKey } from "./resources/connectors";
import { groups, users } from "./resources/people";
import { expressionPolicies, policyBindings } from "./resources/policies";

/** Puts objects into the stand-in without requests, for tests. */
export class Seeding {
  constructor(private readonly store: Store) {}

  /** Adds a user in the named groups and gives them an API token. */
  user(username: string, groupNames: readonly string[] = []): { pk: number; token: string } {
    const memberships = groupNames.map((name) => this.named("group", name).pk);
    const user = insertInto(users, { username, name: username, groups: memberships }, this.store);
    return { pk: user.pk as number, token: this.token(user) };
  }

  /** Gives the user an API token, the given one or a new one. */
  token(user: Row, key: string = secretKey()): string {
    this.store.insert("token", { pk: randomUUID(), user: user.pk, key, expiring: false });
    return key;
  }

  /** Adds a group, by default one without rights. */
  group(name: string, isSuperuser = false): string {
    return insertInto(groups, { name, is_superuser: isSuperuser }, this.store).pk as string;
  }

  /** Adds a policy with a fixed outcome. */
  policy(name: string, passes: boolean): string {
    const expression = `return ${passes ? "True" : "False"}`;
    return insertInto(expressionPolicies, { name, expression }, this.store).pk as string;
  }

  /** Binds so many new groups to a target, given by its id for bindings. */
  bindings(target: string, count: number): void {
    for (let order = 0; order < count; order++) {
      const group = this.group(`bound ${target.slice(0, 8)} ${String(order).padStart(4, "0")}`);
      insertInto(policyBindings, { target, group, order }, this.store);
    }
  }

  private named(table: string, name: string): Row {
    const row = this.store.find(table, (candidate) => candidate.name === name);
    if (!row) throw new Error(`the stand-in has no ${table} "${name}"; add it first`);
    return row;
  }
}

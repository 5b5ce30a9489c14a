import { randomUUID } from "node:crypto";
import type { JsonObject, Row } from "./core/json";
import { written } from "./core/moment";
import { type Grant, roleOf } from "./core/rights";
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

  /** Adds a user who may do just what is granted, and gives them an API token, by default one that never expires. */
  userWith(username: string, grants: readonly Grant[], expires?: Date): { pk: number; token: string } {
    const role = this.store.insert("role", { pk: randomUUID(), ...roleOf(`role of ${username}`, grants) });
    const user = insertInto(users, { username, name: username, roles: [role.pk] }, this.store);
    return { pk: user.pk as number, token: this.token(user, undefined, expires) };
  }

  /** Adds so many users, named `<prefix> 0000` and on, in the groups of the given ids. */
  users(prefix: string, count: number, memberships: readonly string[] = [], values: JsonObject = {}): void {
    for (let number = 0; number < count; number++) {
      const username = `${prefix} ${String(number).padStart(4, "0")}`;
      insertInto(users, { username, name: username, groups: [...memberships], ...values }, this.store);
    }
  }

  /** Gives the user an API token, the given one or a new one. */
  token(user: Row, key: string = secretKey(), expires?: Date): string {
    const lifetime = expires ? { expiring: true, expires: written(expires) } : { expiring: false };
    const pk = randomUUID();
    const identifier = `${user.username}-${pk.slice(0, 8)}`;
    this.store.insert("token", { pk, user: user.pk, key, identifier, intent: "api", ...lifetime });
    return key;
  }

  /** Takes what is older than the given moment out of the event log, as a short retention does. */
  forgetEvents(before: Date): void {
    for (const event of this.store.filter("event", ({ created }) => new Date(String(created)) < before))
      this.store.remove("event", event);
  }

  /** Adds a group, by default one without rights and in no other. */
  group(name: string, isSuperuser = false, parents: readonly string[] = []): string {
    const values = { name, is_superuser: isSuperuser, parents: [...parents] };
    return insertInto(groups, values, this.store).pk as string;
  }

  /** Adds so many groups, each in the one before; their ids, the outermost first. */
  nestedGroups(prefix: string, count: number): string[] {
    const chain: string[] = [];
    for (let depth = 0; depth < count; depth++)
      chain.push(this.group(`${prefix} ${String(depth).padStart(4, "0")}`, false, chain.slice(-1)));
    return chain;
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

  /** Lets people request access to a target, given by its id for bindings. */
  openToRequests(target: string): void {
    this.store.insert("requestrulebinding", {
      pk: randomUUID(),
      target,
      expiry_pending: "days=7",
      expiry_granted_max: "days=30",
    });
  }

  /** Binds a user to a target until a moment, as the approval of their access request does; the binding's id. */
  approvedRequest(target: string, user: number, expires: Date): string {
    const binding = insertInto(policyBindings, { target, user, order: 0 }, this.store);
    Object.assign(binding, { expiring: true, expires: written(expires) });
    return binding.pk as string;
  }

  private named(table: string, name: string): Row {
    const row = this.store.find(table, (candidate) => candidate.name === name);
    if (!row) throw new Error(`the stand-in has no ${table} "${name}"; add it first`);
    return row;
  }
}

import {
  application,
  brand,
  certificate,
  flow,
  group,
  policy,
  policyBinding,
  provider,
  scopeMapping,
  user,
} from "../objects";
import type { Synthesised } from "./synthesised";

/** Something that the configuration expects of its authentik. */
export interface Expected {
  /** For people, such as `group Staff`. */
  readonly title: string;
  /** The list of authentik's API in which it is, and what it is found by there. */
  readonly list: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where it is made, if not in the list. */
  readonly madeAt?: string;
  /** Its id on the real server, where the configuration has that. */
  readonly id?: string;
}

type Look = (name: string, use: string) => Omit<Expected, "title">;

const by = (list: string, key: string, name: string, body: Readonly<Record<string, unknown>> = {}) => ({
  list,
  filter: { [key]: name },
  body: { [key]: name, ...body },
});

const [PROVIDER_LOOKED_UP = ""] = provider.alsoTypes;

/** The data sources of authentik's provider by which a stack looks things up: the attribute, what to call it, how it is made. */
const LOOKED_UP: Readonly<Record<string, readonly [attribute: string, noun: string, look: Look]>> = {
  [group.type]: ["name", "group", (name) => by(group.api.path, "name", name)],
  [user.type]: ["username", "user", (name) => by(user.api.path, "username", name, { name })],
  [flow.type]: [
    "slug",
    "flow",
    (slug, use) =>
      by(flow.api.path, "slug", slug, { name: slug, title: slug, designation: designationFor(use) }),
  ],
  [brand.type]: ["domain", "brand", (domain) => by(brand.api.path, "domain", domain)],
  [certificate.type]: [
    "name",
    "certificate",
    (name) => ({
      ...by(certificate.api.path, "name", name),
      body: { common_name: name, validity_days: 365 },
      madeAt: `${certificate.api.path}generate/`,
    }),
  ],
  [scopeMapping.type]: [
    "name",
    "scope mapping",
    (name) =>
      by(scopeMapping.api.path, "name", name, {
        scope_name: name.replaceAll(/\s+/g, "_"),
        expression: "return {}",
      }),
  ],
  [PROVIDER_LOOKED_UP]: [
    "name",
    "provider",
    (name) => by(provider.api.path, "name", name, { redirect_uris: [] }),
  ],
};

/** What a flow is for, by the attribute that refers to it. */
function designationFor(use: string): string {
  const [, purpose] = /"(authorization|authentication|invalidation)_flow":"[^"]*$/.exec(use) ?? [];
  return purpose ?? "stage_configuration";
}

/** All that a stack looks up, and the policies that it binds by their ids. */
export function expectedBy({ data = {}, resource = {} }: Synthesised): Expected[] {
  const text = JSON.stringify(resource);
  const lookedUp = Object.entries(LOOKED_UP).flatMap(([type, [attribute, noun, look]]) =>
    Object.entries(data[type] ?? {}).flatMap(([address, { [attribute]: value, for_each: each }]) => {
      const use = text.slice(0, Math.max(0, text.indexOf(`\${data.${type}.${address}.`)));
      return namesIn(value, each).map((name) => ({ title: `${noun} ${name}`, ...look(name, use) }));
    }),
  );
  const policies = Object.values(resource[policyBinding.type] ?? {}).flatMap(({ policy: id }) =>
    typeof id === "string" && !id.includes("${") ? [id] : [],
  );
  return [
    ...lookedUp,
    ...[...new Set(policies)].map((id) => ({
      title: `policy ${id}`,
      ...by(policy.api.path, "name", `policy ${id}`, { expression: "return True" }),
      madeAt: "/policies/expression/",
      id,
    })),
  ];
}

/** Texts are as Terraform reads them, where `$${` is a `${` to the letter. */
function namesIn(value: unknown, each: unknown): string[] {
  if (value === "${each.key}" && typeof each === "object" && each !== null) return Object.keys(each);
  if (typeof value !== "string" || /(?<!\$)\$\{|(?<!%)%\{/.test(value)) return [];
  return [value.replaceAll(/([$%])\1\{/g, "$1{")];
}

/** The domain by which a stack looks up the default brand, of which authentik has one only. */
export const defaultBrandOf = ({ resource = {} }: Synthesised): unknown =>
  Object.values(resource[brand.type] ?? {}).find((brand) => brand.default === true)?.domain;

interface Place {
  readonly url: string;
  readonly token: string;
}

/** What was made up, and the ids of what stands for objects of the real server. */
export interface MadeUp {
  readonly titles: readonly string[];
  readonly ids: ReadonlyMap<string, string>;
}

/** Makes on a stand-in what is not there of what a stack expects. @throws Error when it refuses one */
export async function makeUp(stack: Synthesised, place: Place): Promise<MadeUp> {
  const ask = <T>(path: string, body?: unknown, method = "POST") => call<T>(place, path, body, method);
  const [titles, ids] = [[] as string[], new Map<string, string>()];
  for (const { title, list, filter, body, madeAt = list, id } of expectedBy(stack)) {
    // An id of the real server is none here.
    if (id === undefined && (await isThere(ask, list, filter))) continue;
    const made = await makeOne(ask, list, madeAt, body, filter.domain === defaultBrandOf(stack));
    titles.push(title);
    if (id !== undefined) ids.set(id, made.pk);
  }
  return { titles, ids };
}

type Ask = <T>(path: string, body?: unknown, method?: string) => Promise<T>;

interface Made {
  readonly pk: string;
}

async function isThere(ask: Ask, list: string, filter: Readonly<Record<string, string>>): Promise<boolean> {
  const { results } = await ask<{ results: unknown[] }>(`${list}?${new URLSearchParams(filter)}`);
  return results.length > 0;
}

function makeOne(ask: Ask, list: string, at: string, body: object, isDefault: boolean): Promise<Made> {
  if (list === provider.api.path) return makeProvider(ask, body);
  if (list === group.api.path) return makeGroup(ask, body);
  return list === brand.api.path && isDefault ? renameDefaultBrand(ask, body) : ask(at, body);
}

/** A group without members lets nobody in, which would be found. */
async function makeGroup(ask: Ask, body: object): Promise<Made> {
  const { user: me } = await ask<{ user: { pk: number } }>(`${user.api.path}me/`);
  return ask(group.api.path, { ...body, users: [me.pk] });
}

async function renameDefaultBrand(ask: Ask, domain: object): Promise<Made> {
  const { results } = await ask<{ results: { brand_uuid: string }[] }>(`${brand.api.path}?default=true`);
  return ask(`${brand.api.path}${results[0]?.brand_uuid}/`, domain, "PATCH");
}

/** A provider that is looked up publishes keys, and belongs to an application: the flows and the key are those of each authentik. */
async function makeProvider(ask: Ask, body: object): Promise<Made> {
  const flowOf = async (slug: string) => (await ask<Made>(`${flow.api.path}${slug}/`)).pk;
  const { results } = await ask<{ results: Made[] }>(`${certificate.api.path}?has_key=true`);
  const made = await ask<Made>(provider.api.path, {
    ...body,
    authorization_flow: await flowOf("default-provider-authorization-implicit-consent"),
    invalidation_flow: await flowOf("default-provider-invalidation-flow"),
    signing_key: results[0]?.pk,
  });
  const name = `made-up-${made.pk}`;
  await ask(application.api.path, { name, slug: name, provider: made.pk });
  return made;
}

async function call<T>({ url, token }: Place, path: string, body: unknown, method: string): Promise<T> {
  const response = await fetch(`${url}/api/v3${path}`, {
    method: body === undefined ? "GET" : method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(
      `the stand-in has no ${path.slice(1)}${body ? ` of ${JSON.stringify(body)}` : ""}: ${text}`,
    );
  return JSON.parse(text) as T;
}

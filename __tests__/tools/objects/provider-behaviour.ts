import { CoreApi } from "@goauthentik/api/dist/apis/CoreApi";
import { EndpointsApi } from "@goauthentik/api/dist/apis/EndpointsApi";
import { FlowsApi } from "@goauthentik/api/dist/apis/FlowsApi";
import { PoliciesApi } from "@goauthentik/api/dist/apis/PoliciesApi";
import { ProvidersApi } from "@goauthentik/api/dist/apis/ProvidersApi";
import { StagesApi } from "@goauthentik/api/dist/apis/StagesApi";
import { Configuration } from "@goauthentik/api/dist/runtime";
import type { Authentik } from "../../../standin/provider/authentik/client";
import { resources } from "../../../standin/provider/resources";
import type { Attribute, TerraformType } from "../../../standin/provider/schema/attribute";
import { ResourceData } from "../../../standin/provider/sdk/resource-data";
import { fitted } from "../../../standin/provider/sdk/state";
import type { Answer } from "./recordings";

type Values = Readonly<Record<string, unknown>>;

/** What the Terraform provider does with one attribute. */
export interface AttributeBehaviour {
  /** The API's fields in which it is sent. */
  readonly sent: readonly string[];
  /** The API's fields from which it is read. */
  readonly read: readonly string[];
  /** Whether a request leaves it out when it is false, 0, empty or has no entries. */
  readonly isDropped: boolean;
  /** What an attribute that is not configured has. */
  readonly default: unknown;
  readonly type: TerraformType;
}

const observed = new Map<string, Promise<Record<string, AttributeBehaviour>>>();

/** What the provider's double does, which is proven against recordings of the real one, with requests that go nowhere. */
export function behaviourOf(type: string, answer: Answer): Promise<Record<string, AttributeBehaviour>> {
  const key = `${type} ${Object.keys(answer)}`;
  const known = observed.get(key) ?? observe(type, answer);
  observed.set(key, known);
  return known;
}

async function observe(type: string, answer: Answer): Promise<Record<string, AttributeBehaviour>> {
  const attributes = Object.entries(resources[type]?.attributes ?? {});
  const unset = await sent(type, {});
  // Fields that the release of the recordings did not know yet are there as well.
  const answered = { ...Object.fromEntries(Object.keys(unset).map((field) => [field, null])), ...answer };
  const observations = attributes.map(async ([name, { type: valueType, default: value }]) => {
    const set = await sent(type, { [name]: someOf(valueType) });
    const fields = Object.keys(set);
    const behaviour: AttributeBehaviour = {
      sent: fields.filter((field) => JSON.stringify(set[field]) !== JSON.stringify(unset[field])),
      read: await fieldsRead(type, name, answered),
      isDropped: fields.some((field) => !(field in unset)),
      default: value,
      type: valueType,
    };
    return [name, behaviour] as const;
  });
  return Object.fromEntries(await Promise.all(observations));
}

/** A value that is not false, 0, empty or without entries. */
function someOf(type: Attribute["type"]): unknown {
  if (type === "bool") return true;
  if (type === "number") return 7;
  if (type === "string") return "2027-01-31T12:00:00Z";
  if (type[0] === "list")
    return [typeof type[1] === "string" ? someOf(type[1]) : { url: "u", matching_mode: "strict" }];
  throw new Error(`no example of ${JSON.stringify(type)}`);
}

/** The body with which an object of these attributes is updated. */
async function sent(type: string, values: Values): Promise<Values> {
  let body: Values = {};
  // What is given for an attribute that holds JSON must be JSON.
  const json = "attributes" in values ? { attributes: '{"a":1}' } : {};
  const authentik = answering({}, (sent) => {
    body = sent;
  });
  const resource = resources[type];
  const planned = fitted(resource?.attributes ?? {}, { ...values, ...json } as never);
  await resource?.update(authentik, new ResourceData("1", planned)).catch(() => {});
  return body;
}

async function fieldsRead(type: string, attribute: string, answer: Answer): Promise<string[]> {
  const before = (await read(type, answer))[attribute];
  const fields = await Promise.all(
    Object.keys(answer).map(async (field) => {
      const after = (await read(type, { ...answer, [field]: another(answer[field]) }))[attribute];
      return JSON.stringify(after) === JSON.stringify(before) ? [] : [field];
    }),
  );
  return fields.flat();
}

async function read(type: string, answer: Answer): Promise<Values> {
  return ((await resources[type]?.read(answering(answer), new ResourceData("1", {}))) ?? {}) as Values;
}

function another(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return [...value, 77];
  if (typeof value === "object" && value !== null) return { ...value, another: 1 };
  return value === "2027-01-31T12:00:00Z" ? "2028-01-31T12:00:00Z" : "2027-01-31T12:00:00Z";
}

function answering(answer: Answer, tell: (body: Values) => void = () => {}): Authentik {
  const configuration = new Configuration({
    basePath: "http://nowhere.invalid",
    fetchApi: async (_url: string, init?: { body?: unknown }) => {
      if (init?.body !== undefined) tell(JSON.parse(String(init.body)));
      return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
    },
  });
  return {
    core: new CoreApi(configuration),
    endpoints: new EndpointsApi(configuration),
    flows: new FlowsApi(configuration),
    policies: new PoliciesApi(configuration),
    providers: new ProvidersApi(configuration),
    stages: new StagesApi(configuration),
  } as Authentik;
}

import * as z from "zod";
import * as objects from "../objects";
import type * as authentik from "./objects";

// What an answer must be like for the tools to go on with it: the fields that they read, where they are there. Releases
// differ in which are, and further ones are kept.

const text = z.string("is not a string");
const number = z.number("is not a number");
const truth = z.boolean("is not true or false");
const key = z.union([text, number], "is neither a string nor a number");
const listOf = <T extends z.ZodType>(item: T) => z.array(item, "is not a list");
const object = <T extends z.ZodRawShape>(shape: T) => z.object(shape, "is not an object");
const texts = listOf(text);
const numbers = listOf(number);

/** The shape of an object of the API, whose type is the check's own check. */
type ShapeOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

const application = object({
  pk: text,
  slug: text,
  name: text,
  provider: number.nullable(),
  policy_engine_mode: text.optional(),
} satisfies ShapeOf<authentik.Application>);

const provider = object({
  pk: number,
  name: text,
  client_id: text,
  client_type: text.optional(),
  assigned_application_slug: text.nullish(),
  grant_types: texts.optional(),
  property_mappings: texts,
  signing_key: text.nullish(),
  include_claims_in_id_token: truth.optional(),
  jwt_federation_providers: numbers.optional(),
} satisfies ShapeOf<authentik.OAuth2Provider>);

const scopeMapping = object({
  pk: text,
  name: text,
  managed: text.nullable(),
  scope_name: text,
  expression: text,
} satisfies ShapeOf<authentik.ScopeMapping>);

const brand = object({
  brand_uuid: text,
  domain: text,
  default: truth,
  flow_device_code: text.nullable(),
} satisfies ShapeOf<authentik.Brand>);

const flow = object({
  pk: text,
  slug: text,
  name: text,
  policybindingmodel_ptr_id: text,
  stages: texts.optional(),
} satisfies ShapeOf<authentik.Flow>);

const named = object({ name: text });

const flowStageBinding = object({
  pk: text,
  target: text,
  order: number,
  stage_obj: named.extend({ meta_model_name: text.optional() }).nullish(),
} satisfies ShapeOf<authentik.FlowStageBinding>);

const policyBinding = object({
  pk: text,
  target: text,
  enabled: truth,
  negate: truth,
  group: text.nullable(),
  user: number.nullable(),
  policy: text.nullable(),
  group_obj: named.nullish(),
  expiring: truth.optional(),
  expires: text.nullish(),
  user_obj: object({ username: text, is_active: truth.optional() }).nullish(),
  policy_obj: named.nullish(),
} satisfies ShapeOf<authentik.PolicyBinding>);

const connector = object({
  connector_uuid: text,
  name: text,
  jwt_federation_providers: numbers.optional(),
  challenge_key: text.nullish(),
  authorization_flow: text.nullish(),
} satisfies ShapeOf<authentik.Connector>);

const enrollmentToken = object({
  token_uuid: text,
  name: text,
  connector: text,
  expiring: truth,
  expires: text.nullable(),
  device_group: text.nullish(),
} satisfies ShapeOf<authentik.EnrollmentToken>);

const certificate = object({
  pk: text,
  name: text,
  cert_expiry: text.nullish(),
  fingerprint_sha256: text.nullish(),
  private_key_available: truth.optional(),
  key_type: text.nullish(),
} satisfies ShapeOf<Omit<authentik.CertificateKeyPair, "validFrom">>);

const group = object({
  pk: text,
  name: text,
  is_superuser: truth,
  users: numbers.optional(),
  parents: texts.optional(),
  children: texts.optional(),
  children_obj: listOf(named).nullish(),
  roles: texts.optional(),
} satisfies ShapeOf<authentik.Group & { roles: unknown }>);

const user = object({
  pk: number,
  username: text,
  is_superuser: truth,
  is_active: truth.optional(),
} satisfies ShapeOf<authentik.User>);

const event = object({
  action: text,
  created: text,
  user: object({ pk: number.nullish(), username: text.nullish() }).optional(),
  context: object({
    model: object({ pk: key.nullish(), model_name: text.optional(), name: text.nullish() }).optional(),
    http_request: object({ user_agent: text.nullish() }).optional(),
  }).optional(),
});

const token = object({ identifier: text, intent: text, expiring: truth, expires: text.nullable() });

/** What is at a path of its own, whatever list it is below. */
const SINGLE: Readonly<Record<string, z.ZodType>> = {
  "/admin/version/": object({ version_current: text }),
  [`${objects.brand.api.path}current/`]: object({ matched_domain: text }),
  [`${objects.user.api.path}me/`]: object({
    user: object({
      pk: number,
      username: text,
      is_superuser: truth,
      roles: listOf(object({ pk: text })).optional(),
      groups: listOf(object({ pk: text })).optional(),
    }),
  }),
};

/** What is in lists, by the list's path; a single object is below it. */
const LISTED: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(objects.OBJECTS.flatMap((type) => (type.api ? [[type.api.path, anyOf(type)]] : []))),
  [objects.application.api.path]: application,
  [objects.provider.api.path]: provider,
  [objects.scopeMapping.api.path]: scopeMapping,
  [objects.brand.api.path]: brand,
  [objects.flow.api.path]: flow,
  [objects.flowStageBinding.api.path]: flowStageBinding,
  [objects.policyBinding.api.path]: policyBinding,
  [objects.connector.api.path]: connector,
  [objects.enrollmentToken.api.path]: enrollmentToken,
  [objects.certificate.api.path]: certificate,
  [objects.group.api.path]: group,
  [objects.user.api.path]: user,
  [objects.event.path]: event,
  "/core/tokens/": token,
  "/rbac/permissions/": object({ app_label: text, codename: text }),
};

/** Of a type of which no fields of its own are read: what identifies an object, and what it is called. */
function anyOf(type: (typeof objects.OBJECTS)[number]): z.ZodType {
  const called = type.labels.map((label) => [objects.fieldOf(type, label), text.nullish()] as const);
  return object({ ...Object.fromEntries(called), [objects.fieldOf(type, "id")]: key });
}

const pageOf = (item: z.ZodType) =>
  object({ pagination: object({ total_pages: number }), results: listOf(item) });

const LISTS = Object.entries(LISTED).map(([path, item]) => ({ path, item, page: pageOf(item) }));
const OTHERS = { item: object({}), page: pageOf(object({})) };

/** What is wrong with the first field of an answer that is not as authentik's are, undefined where none is. */
export function answerFault(path: string, answer: unknown, isList: boolean): string | undefined {
  const { error } = shapeAt(path, isList).safeParse(answer);
  const [issue] = error?.issues ?? [];
  return issue && `${issue.path.map(String).join(".") || "it"} ${issue.message}`;
}

function shapeAt(path: string, isList: boolean): z.ZodType {
  if (isList) return LISTS.find((each) => path === each.path)?.page ?? OTHERS.page;
  const [, list] = /^(.*\/)[^/]+\/$/.exec(path) ?? [];
  return SINGLE[path] ?? LISTS.find((each) => list === each.path)?.item ?? OTHERS.item;
}

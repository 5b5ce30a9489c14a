import { AuthentikClient, unlessMissing } from "../authentik/client";
import { type Connection, connectionOf } from "../authentik/connection";
import { RequestError } from "../authentik/request-error";
import { brand } from "../objects/brand";
import type { Binary } from "./binary";
import { terraformIn } from "./run";
import { pullState } from "./state";
import type { Stack } from "./synthesise";

/** The state was made on another authentik than the one that would answer now. */
export class OtherServerError extends Error {}

/** What a state tells of the authentik that it was made on. */
interface Remembered {
  /** Undefined where the environment named no server when it was last deployed. */
  readonly url?: string;
  /** Id of the default brand, which differs from one installation to the next. */
  readonly brandId?: string;
  /** What says so once that another brand is meant, as options of terraform. */
  readonly otherBrandIsMeant: string;
}

/**
 * Stops where a stack's state was made on another authentik, before anything else is asked of that one.
 *
 * What cannot be asked here, for example because only terraform trusts the server's certificate, the plan itself checks.
 *
 * @returns the state, undefined where nothing is known of the server and it was not read
 * @throws OtherServerError, RequestError when the environment does not say how to reach its server, TerraformError
 */
export async function checkServer(stack: Stack, binary: Binary): Promise<string | undefined> {
  if (stack.server === undefined) return undefined;
  const connection = connectionOf(stack, binary.env);
  const state = await pullState(stack, binary);
  const remembered = rememberedIn(state);
  if (remembered === undefined) return state;
  const { url, brandId } = remembered;
  const terraform = terraformIn(stack, binary);
  if (url !== undefined && url !== connection.url) {
    throw new OtherServerError(
      `${stack.name}'s state was made on ${url}, and its server is ${connection.url} now: nothing was asked of it. Correct the environment's server. If the same authentik moved there, say so once: ${terraform} apply -replace=terraform_data.server_address`,
    );
  }
  if (brandId !== undefined && (await lacks(connection, brandId))) {
    throw new OtherServerError(
      `${stack.name}'s state was made on another authentik than ${connection.url}, which has no brand ${brandId}, the default one there: nothing else was asked of it. Correct the environment's server. If authentik was installed anew or its default brand was replaced, say so once: ${terraform} ${remembered.otherBrandIsMeant}`,
    );
  }
  return state;
}

async function lacks(connection: Connection, brandId: string): Promise<boolean> {
  try {
    const client = new AuthentikClient(connection);
    return (
      (await unlessMissing(client.get(`${brand.api.path}${encodeURIComponent(brandId)}/`))) === undefined
    );
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

interface State {
  readonly resources?:
    | readonly {
        readonly mode: string;
        readonly type: string;
        readonly name: string;
        readonly instances?:
          | readonly { readonly attributes?: Readonly<Record<string, unknown>> | null }[]
          | null;
      }[]
    | null;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function rememberedIn(pulled: string): Remembered | undefined {
  const { resources } = (pulled.trim() === "" ? {} : JSON.parse(pulled)) as State;
  const attributesOf = (type: string, name: string) =>
    resources?.find((each) => each.mode === "managed" && each.type === type && each.name === name)
      ?.instances?.[0]?.attributes;
  const memory = (name: string, key: string) => {
    const output = attributesOf("terraform_data", name)?.output as
      | { readonly value?: Readonly<Record<string, unknown>> | null }
      | null
      | undefined;
    return textOf(output?.value?.[key]);
  };
  const url = memory("server_address", "url");
  const installation = memory("server_installation", "default_brand");
  // What was deployed before states remembered their server.
  const adopted = textOf(attributesOf(brand.type, "default_brand")?.id);
  const brandId = installation ?? adopted;
  if (url === undefined && brandId === undefined) return undefined;
  return {
    url,
    brandId,
    otherBrandIsMeant:
      installation === undefined
        ? `state rm ${brand.type}.default_brand`
        : "apply -replace=terraform_data.server_installation",
  };
}

import { ONLY_TOKEN, plainAddress } from "../../lib/server-address";

/** What the configuration says of an environment's authentik; it has no credentials. */
export interface Server {
  /** @default - AUTHENTIK_URL says it */
  readonly url?: string;
  /** The variables that may hold the token, of which the first that is set counts. */
  readonly tokenFrom: readonly string[];
  /** Accepts any certificate. @default - AUTHENTIK_INSECURE says it */
  readonly insecure?: boolean;
  /** Headers of every request, each with the variable that holds its value. @default - none */
  readonly headersFrom?: Readonly<Record<string, string>>;
}

/** That of a stack which says nothing about it. */
export const FROM_THE_ENVIRONMENT: Server = { tokenFrom: [ONLY_TOKEN] };

/** The address of an environment's authentik, for people; undefined where nothing says it. */
export function addressOf(server: Server | undefined, env: Variables): string | undefined {
  const given = server?.url ?? env.AUTHENTIK_URL;
  return given && URL.canParse(given) ? plainAddress(given) : undefined;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** The token of an environment's authentik, and the variable it should stand in. */
export function tokenOf({ tokenFrom }: Server, env: Variables): { variable: string; token?: string } {
  const [first = ONLY_TOKEN] = tokenFrom;
  const variable = tokenFrom.find((name) => env[name]) ?? first;
  return { variable, token: env[variable] || undefined };
}

/** The headers that an environment's variables give, and the variables that are not set. */
export function headersOf({ headersFrom = {} }: Server, env: Variables) {
  const given = Object.entries(headersFrom).map(([name, variable]) => ({
    name,
    variable,
    value: env[variable],
  }));
  return {
    headers: Object.fromEntries(given.flatMap(({ name, value }) => (value ? [[name, value] as const] : []))),
    missing: given.flatMap(({ variable, value }) => (value ? [] : [variable])),
  };
}

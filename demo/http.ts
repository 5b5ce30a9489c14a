/** What authentik answered. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

interface Sent {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: object;
}

/** Sends a request, with a body of one of two kinds. @throws when nothing answers */
export async function send(url: string, { method = "POST", headers, form, json }: Sent): Promise<Answer> {
  const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
  const type = json && { "content-type": "application/json" };
  let response: Response;
  try {
    response = await fetch(url, { method, body, headers: { ...headers, ...type } });
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    throw new Error(`cannot reach ${url}: ${code ?? message}`);
  }
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") && text.startsWith("{");
  return { ok: response.ok, status: response.status, json: isJson ? JSON.parse(text) : {}, text };
}

/** authentik's own words, on one line: OAuth's errors, or the API's. */
export function reason({ status, json, text }: Answer): string {
  const { error, error_description: description, detail, policy_result: denied } = json;
  if (error !== undefined) return `${error} (${description ?? `HTTP ${status}`})`;
  const words = String(detail ?? denied ?? (text.startsWith("<") ? "" : text)).trim();
  return words === "" ? `HTTP ${status}` : `${words} (HTTP ${status})`;
}

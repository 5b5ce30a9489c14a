import type { Target } from "./target";

export type ApiObject = Record<string, unknown>;

/** Someone with the token, changing things behind Terraform's back. */
export class Api {
  constructor(private readonly target: Pick<Target, "url" | "token">) {}

  async get(path: string): Promise<ApiObject> {
    return this.call("GET", path);
  }

  async post(path: string, body: ApiObject): Promise<ApiObject> {
    return this.call("POST", path, body);
  }

  async delete(path: string): Promise<void> {
    await this.call("DELETE", path);
  }

  /** Changes fields and leaves the rest; policy bindings know no PATCH. */
  async change(path: string, fields: ApiObject): Promise<void> {
    if (!path.startsWith("/policies/bindings/")) {
      await this.call("PATCH", path, fields);
      return;
    }
    const { policy, group, user, target, order, negate, enabled, timeout, failure_result } =
      await this.get(path);
    await this.call("PUT", path, {
      ...{ policy, group, user, target, order, negate, enabled, timeout, failure_result },
      ...fields,
    });
  }

  /** The one object that a list endpoint gives for this filter. */
  async find(path: string, filter: Record<string, string>): Promise<ApiObject> {
    const found = await this.list(path, filter);
    if (found.length !== 1) {
      throw new Error(`${path} has ${found.length} objects for ${JSON.stringify(filter)}, expected one`);
    }
    return found[0] as ApiObject;
  }

  async list(path: string, filter: Record<string, string> = {}): Promise<ApiObject[]> {
    const objects: ApiObject[] = [];
    for (let page = 1; page > 0; ) {
      const query = new URLSearchParams({ page: String(page), page_size: "100", ...filter });
      const answer = (await this.get(`${path}?${query}`)) as {
        results: ApiObject[];
        pagination: { next: number };
      };
      objects.push(...answer.results);
      page = answer.pagination.next;
    }
    return objects;
  }

  private async call(method: string, path: string, body?: ApiObject): Promise<ApiObject> {
    const response = await fetch(`${this.target.url}/api/v3${path}`, {
      method,
      headers: { authorization: `Bearer ${this.target.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  }
}

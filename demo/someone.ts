/** Someone at the admin interface, which does everything over the API. */
export class Someone {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The one object that a list shows for this filter. */
  async find(path: string, filter: Record<string, string>): Promise<Record<string, unknown>> {
    const { results } = await this.call("GET", `${path}?${new URLSearchParams(filter)}`);
    const [first] = results as Record<string, unknown>[];
    if (!first) throw new Error(`the stand-in has nothing at ${path} for ${JSON.stringify(filter)}`);
    return first;
  }

  async call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}/api/v3${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  }
}

/** Someone clicks the device code flow of the default brand away. */
export async function emptyBrand(someone: Someone): Promise<void> {
  const { brand_uuid } = await someone.find("/core/brands/", { domain: "authentik-default" });
  await someone.call("PATCH", `/core/brands/${brand_uuid}/`, { flow_device_code: null });
}

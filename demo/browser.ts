/** As many redirections as a way through authentik may have. */
const MOST_REDIRECTIONS = 10;

/** A page as its reader sees it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** A browser, as far as the stand-in's pages need one: it keeps cookies and follows redirections. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** What it would send as its cookies. */
  cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Opens a page, or sends it a form. @throws when nothing answers or the redirections do not end */
  async open(address: string, form?: Record<string, string>): Promise<Page> {
    let url = address;
    let body = form && new URLSearchParams(form);
    for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
      const method = body ? "POST" : "GET";
      const headers = { cookie: this.cookie() };
      const response = await fetch(url, { method, body, headers, redirect: "manual" });
      for (const set of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        this.cookies.set(name, value);
      }
      const location = response.headers.get("location");
      if (!location) return { url, status: response.status, text: await response.text() };
      url = new URL(location, url).href;
      body = undefined;
    }
    throw new Error(`${address} leads from one page to the next without an end`);
  }
}

import type { Reply, Request } from "./http";

export type Handler = (request: Request, reply: Reply) => unknown;

/** Where a path has come to, one node for each of its segments. */
interface Node {
  readonly named: Map<string, Node>;
  any?: Node;
  route?: { readonly handler: Handler; readonly names: readonly string[] };
}

interface Found {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

const node = (): Node => ({ named: new Map() });

/** Which route a request takes: of two the one that says more of the path, from its left. */
export class Router {
  private readonly roots = new Map<string, Node>();

  /** Adds a route, whose `:name` stands for any one segment. */
  add(method: string, path: string, handler: Handler): void {
    const segments = path.split("/");
    let at = this.roots.get(method) ?? node();
    this.roots.set(method, at);
    for (const segment of segments) {
      if (segment.startsWith(":")) {
        at.any ??= node();
        at = at.any;
      } else {
        const next = at.named.get(segment) ?? node();
        at.named.set(segment, next);
        at = next;
      }
    }
    if (at.route) throw new Error(`there is a route for ${method} ${path} already`);
    const names = segments.filter((each) => each.startsWith(":")).map((each) => each.slice(1));
    at.route = { handler, names };
  }

  /** The route for a path, whatever its query; malformed is one whose percent encoding is. */
  find(method: string, url: string): Found | undefined | "malformed" {
    const [path = ""] = url.replace(/^https?:\/\/[^/?]*/i, "").split("?");
    let segments: string[];
    try {
      segments = path.split("/").map(decodeURIComponent);
    } catch {
      return "malformed";
    }
    const root = this.roots.get(method);
    return root && follow(root, segments, []);
  }
}

function follow(
  at: Node,
  [segment, ...rest]: readonly string[],
  values: readonly string[],
): Found | undefined {
  if (segment === undefined) {
    if (!at.route) return undefined;
    const { handler, names } = at.route;
    return { handler, params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])) };
  }
  const next = at.named.get(segment);
  return (next && follow(next, rest, values)) ?? (at.any && follow(at.any, rest, [...values, segment]));
}

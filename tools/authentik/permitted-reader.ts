import { type AuthentikClient, type Query, unlessMissing } from "./client";
import { RequestError } from "./request-error";

/** Reads what the token's user may see; what it may not is undefined, and the permission is remembered. */
export class PermittedReader {
  private readonly missing = new Set<string>();

  constructor(private readonly client: AuthentikClient) {}

  /** The permissions that were missing so far, each once. */
  get missingPermissions(): readonly string[] {
    return [...this.missing].sort();
  }

  /** Whether the permission was missing before. */
  lacks(permission: string | undefined): boolean {
    return permission !== undefined && this.missing.has(permission);
  }

  get<T>(path: string): Promise<T | undefined> {
    return this.permitted(this.client.get<T>(path));
  }

  /** The object, null where it does not exist. */
  find<T>(path: string, query?: Query): Promise<T | null | undefined> {
    return this.permitted(unlessMissing(this.client.get<T>(path, query)).then((object) => object ?? null));
  }

  list<T>(path: string, query?: Query): Promise<T[] | undefined> {
    return this.permitted(this.client.list<T>(path, query));
  }

  /** The objects of these paths that exist and may be seen. */
  async all<T>(paths: readonly string[], query?: Query): Promise<T[]> {
    const objects = await Promise.all(paths.map((path) => this.find<T>(path, query)));
    return objects.flatMap((object) => object ?? []);
  }

  private async permitted<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof RequestError) || error.permission === undefined) throw error;
      this.missing.add(error.permission);
      return undefined;
    }
  }
}

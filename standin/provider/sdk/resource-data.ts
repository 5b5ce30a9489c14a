import { type State, UNKNOWN } from "../schema/value";

/**
 * The values a request is built from. The `optional…` accessors leave out zero values: the SDK's `GetOk`, which is why an
 * explicit false, an empty string and a zero never reach authentik.
 */
export class ResourceData {
  constructor(
    public id: string,
    private readonly values: State,
  ) {}

  string(name: string): string {
    return String(this.value(name) ?? "");
  }

  bool(name: string): boolean {
    return Boolean(this.value(name));
  }

  int(name: string): number {
    return Number(this.value(name) ?? 0);
  }

  strings(name: string): string[] {
    return this.list(name) as string[];
  }

  ints(name: string): number[] {
    return this.list(name) as number[];
  }

  maps(name: string): Record<string, string>[] {
    return this.list(name) as Record<string, string>[];
  }

  optionalString(name: string): string | undefined {
    return this.string(name) || undefined;
  }

  optionalBool(name: string): boolean | undefined {
    return this.bool(name) || undefined;
  }

  optionalInt(name: string): number | undefined {
    return this.int(name) || undefined;
  }

  /** A text that the provider's next generation clears where there is none. */
  textToClear(name: string): string | undefined {
    return this.optionalString(name);
  }

  /** What is sent for an attribute, nothing where the provider's version does not know it. */
  ifKnown<T>(name: string, sent: T): T | undefined {
    return name in this.values ? sent : undefined;
  }

  protected value(name: string) {
    const value = this.values[name] ?? null;
    return value === UNKNOWN ? null : value;
  }

  private list(name: string): unknown[] {
    const value = this.value(name);
    return Array.isArray(value) ? value : [];
  }
}

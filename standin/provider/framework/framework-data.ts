import { ResourceData } from "../sdk/resource-data";

/** The values a request is built from, where only null is left out. */
export class FrameworkData extends ResourceData {
  override optionalString(name: string): string | undefined {
    return this.value(name) === null ? undefined : this.string(name);
  }

  override optionalBool(name: string): boolean | undefined {
    return this.value(name) === null ? undefined : this.bool(name);
  }

  override optionalInt(name: string): number | undefined {
    return this.value(name) === null ? undefined : this.int(name);
  }

  override textToClear(name: string): string {
    return this.string(name);
  }
}

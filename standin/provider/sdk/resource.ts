import type { Authentik } from "../authentik/client";
import type { Attributes } from "../schema/attribute";
import type { ResourceData } from "./resource-data";
import type { Reading } from "./state";

/** A managed resource type: its schema and the requests behind each operation. */
export interface Resource {
  readonly attributes: Attributes;
  /** Returns the new object's id. */
  create(authentik: Authentik, data: ResourceData): Promise<string>;
  read(authentik: Authentik, data: ResourceData): Promise<Reading>;
  /** Returns the object's id, which may have changed. */
  update(authentik: Authentik, data: ResourceData): Promise<string>;
  delete(authentik: Authentik, data: ResourceData): Promise<void>;
}

/** A data source: its schema and how it is read; the reading has an `id`. */
export interface DataSource {
  readonly attributes: Attributes;
  read(authentik: Authentik, data: ResourceData): Promise<Reading & { readonly id: string }>;
}

import { randomUUID } from "node:crypto";
import type { Row } from "../core/json";
import type { Store } from "../core/store";
import { selfSigned } from "../install/certificate";

/** The pair the server signs with what devices trust, which no list of certificates shows. */
export async function serverPair(store: Store): Promise<Row> {
  const [held] = store.rows("servercertificate");
  if (held) return held;
  const pair = await selfSigned("authentik Internal JWT Certificate");
  return store.insert("servercertificate", {
    pk: randomUUID(),
    certificate_data: pair.certificate,
    key_data: pair.privateKey,
  });
}

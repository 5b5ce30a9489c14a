import { X509Certificate } from "node:crypto";
import type { Connection } from "../authentik/connection";
import { createTransport } from "../authentik/transport";

const TIMEOUT_MILLISECONDS = 15_000;

/**
 * When the certificates are valid from that an application publishes with its keys, by SHA-256 fingerprint as authentik
 * writes it; the API itself tells only when they end. Empty where nothing is published. @throws RequestError
 */
export async function publishedValidity(
  connection: Connection,
  slug: string,
): Promise<ReadonlyMap<string, string>> {
  const transport = createTransport(connection, {
    concurrency: 1,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  const response = await transport(`${connection.url}/application/o/${encodeURIComponent(slug)}/jwks/`, {});
  if (response.status !== 200) return new Map();
  return new Map(
    certificatesIn(await response.text()).map((certificate) => [
      certificate.fingerprint256.toLowerCase(),
      new Date(certificate.validFrom).toISOString(),
    ]),
  );
}

function certificatesIn(text: string): readonly X509Certificate[] {
  try {
    const { keys = [] } = JSON.parse(text) as { keys?: readonly { x5c?: readonly string[] }[] };
    return keys.flatMap(({ x5c = [] }) =>
      x5c.slice(0, 1).map((certificate) => new X509Certificate(Buffer.from(certificate, "base64"))),
    );
  } catch {
    return [];
  }
}

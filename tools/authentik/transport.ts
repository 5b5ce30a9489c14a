import {
  createTransport as createHttpTransport,
  type Transport,
  type TransportOptions,
  Unanswered,
} from "../http/transport";
import { addressWords, type Connection } from "./connection";
import { unansweredError } from "./request-error";

/** Sends requests to authentik, with the headers of its connection. Rejects with a RequestError when there is no answer. */
export function createTransport(
  {
    insecure,
    proxy,
    headers,
    configuredIn,
  }: Pick<Connection, "insecure" | "proxy" | "headers" | "configuredIn">,
  limits: Pick<TransportOptions, "concurrency" | "timeoutMilliseconds">,
): Transport {
  const transport = createHttpTransport({ insecure, proxy, ...limits });
  return async (url, request) => {
    try {
      return await transport(url, { ...request, headers: { ...headers, ...request.headers } });
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      throw unansweredError(new URL(url).origin, error.reason, proxy, addressWords(configuredIn));
    }
  };
}

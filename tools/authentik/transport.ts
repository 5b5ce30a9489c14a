import {
  createTransport as createHttpTransport,
  type Transport,
  type TransportOptions,
  Unanswered,
} from "../http/transport";
import { unansweredError } from "./request-error";

/** Sends requests to authentik. Rejects with a RequestError when there is no answer. */
export function createTransport(options: TransportOptions): Transport {
  const transport = createHttpTransport(options);
  return async (url, request) => {
    try {
      return await transport(url, request);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      throw unansweredError(new URL(url).origin, error.reason, options.proxy);
    }
  };
}

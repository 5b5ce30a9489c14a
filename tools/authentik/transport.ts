import {
  answerOf,
  createTransport as createHttpTransport,
  type Transport,
  type TransportOptions,
  type TransportRequest,
  Unanswered,
} from "../http/transport";
import { withoutSecrets } from "../secrets";
import { addressWords, type Connection } from "./connection";
import { unansweredError } from "./request-error";

/**
 * Sends requests to authentik, with the headers of its connection. Rejects with a RequestError when there is no answer.
 *
 * What refuses a request may quote it, and is shown: its answer comes without the token and the headers.
 */
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
      const answer = await transport(url, { ...request, headers: { ...headers, ...request.headers } });
      return answer.status < 300
        ? answer
        : await withoutQuotes(answer, [tokenOf(request), ...Object.values(headers ?? {})]);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      throw unansweredError(new URL(url).origin, error.reason, proxy, addressWords(configuredIn));
    }
  };
}

const tokenOf = ({ headers = {} }: TransportRequest) => headers.Authorization?.replace(/^\S+ /, "") ?? "";

async function withoutQuotes(answer: Response, secrets: readonly string[]): Promise<Response> {
  const body = withoutSecrets(await answer.text(), secrets);
  const headers = new Headers(
    [...answer.headers].map(([name, value]): [string, string] => [name, withoutSecrets(value, secrets)]),
  );
  return answerOf(answer.status, headers, body);
}

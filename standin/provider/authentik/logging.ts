/** Gets each request and each answer in clear, headers and body. */
export type Log = (message: string) => void;

/** A fetch that logs as the real provider does at every level of TF_LOG: what it sends and gets, the token included. */
export function loggingFetch(send: typeof fetch, log: Log): typeof fetch {
  return async (url, init = {}) => {
    const { method = "GET", headers, body } = init;
    log(`${method} ${new URL(String(url)).pathname} HTTP/1.1\n${lines(headers)}\n${body ?? ""}`);
    const answer = await send(url, init);
    const text = await answer.clone().text();
    log(`HTTP/1.1 ${answer.status}\n${lines(answer.headers)}\n${text}`);
    return answer;
  };
}

const lines = (headers: RequestInit["headers"]) =>
  [...new Headers(headers)].map(([name, value]) => `${name}: ${value}\n`).join("");

/** A log as terraform reads it on the standard error of providers. */
export const logToTerraform: Log = (message) => {
  console.error(
    JSON.stringify({ "@level": "info", "@message": message, "@timestamp": new Date().toISOString() }),
  );
};

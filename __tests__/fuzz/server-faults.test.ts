import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { AuthentikClient } from "../../tools/authentik/client";
import { connectionFrom } from "../../tools/authentik/connection";
import { RequestError } from "../../tools/authentik/request-error";
import { ForgeError, ForgeHttp } from "../../tools/forge/forge-http";
import { expectRefusal, PATIENCE, Tried } from "./trials";

jest.setTimeout(PATIENCE);

const TOKEN = "AtokenAtokenAtokenAtokenAtokenAtokenAtokenAtoken42";
const HEADER = "AheaderAheaderAheaderAheaderAheaderAheaderAheader9";
const PATIENCE_MILLISECONDS = 400;
const MOST_MEGABYTES = 150;

const tried = new Tried("faults of servers");
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => tried.tell());

/** A server that does with each connection, once it has asked something, as it is told. */
async function serverThat(answers: (socket: Socket, request: string) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => answers(socket, chunk.toString("latin1")));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const clientOf = (url: string) =>
  new AuthentikClient(
    { ...connectionFrom({ AUTHENTIK_URL: url, AUTHENTIK_TOKEN: TOKEN }), headers: { "x-gate": HEADER } },
    PATIENCE_MILLISECONDS,
  );

const forgeOf = (url: string) =>
  new ForgeHttp({
    forge: "GitHub",
    apiUrl: url,
    headers: { authorization: `Bearer ${TOKEN}` },
    token: TOKEN,
    permission: "write",
    wait: async () => {},
    timeoutMs: PATIENCE_MILLISECONDS,
  });

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Writes as fast as it is read, for ever. */
function forever(socket: Socket, text: string): void {
  const write = () => {
    while (!socket.destroyed && socket.write(text)) {}
  };
  socket.on("drain", write);
  write();
}

const slowly = (socket: Socket, text: string) => {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on("close", () => clearInterval(timer));
};

const bits = (socket: Socket, text: string | Buffer) => socket.end(text);

/** What the server does, and what is said of it. */
const FAULTS: Readonly<Record<string, readonly [(socket: Socket) => void, string]>> = {
  "a body without end": [
    (socket) => {
      socket.write(`${HEAD}\r\n`);
      forever(socket, " ".repeat(65_536));
    },
    "its answer is longer than 16 MB",
  ],
  "chunks without end": [
    (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      forever(socket, chunk("[".repeat(65_536)));
    },
    "its answer is longer than 16 MB",
  ],
  "a body that is announced to be huge": [
    (socket) => socket.write(`${HEAD}Content-Length: 99999999999999\r\n\r\n{}`),
    "there was no answer in time",
  ],
  "a body that comes drop by drop": [
    (socket) => {
      socket.write(`${HEAD}\r\n`);
      slowly(socket, " ");
    },
    "there was no answer in time",
  ],
  "headers that come drop by drop": [
    (socket) => slowly(socket, "X-Slow: 1\r\n"),
    "what it answers is not HTTP",
  ],
  "headers without end": [
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      forever(socket, `X-Long: ${"a".repeat(4000)}\r\n`);
    },
    "its answer has too long headers",
  ],
  "a huge header": [
    (socket) => bits(socket, `${HEAD}X-Long: ${"a".repeat(1_000_000)}\r\n\r\n{}`),
    "its answer has too long headers",
  ],
  "interim answers without end": [
    (socket) => slowly(socket, "HTTP/1.1 100 Continue\r\n\r\n"),
    "there was no answer in time",
  ],
  "another protocol": [(socket) => bits(socket, "SSH-2.0-OpenSSH_9.6\r\n"), "what it answers is not HTTP"],
  "a switch to another protocol": [
    (socket) => bits(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"),
    "what it answers is not HTTP",
  ],
  "a status that is none": [
    (socket) => bits(socket, "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"),
    "its answer has the status 999",
  ],
  "two lengths": [
    (socket) => bits(socket, `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `),
    "what it answers is not HTTP",
  ],
  "a broken chunk": [
    (socket) => bits(socket, `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`),
    "what it answers is not HTTP",
  ],
  "half a body": [(socket) => bits(socket, `${HEAD}Content-Length: 20\r\n\r\n{`), "the connection was cut"],
  "no answer": [(socket) => void socket.resume(), "there was no answer in time"],
  "no body": [(socket) => bits(socket, `${HEAD}Content-Length: 0\r\n\r\n`), "it is not JSON"],
  "an answer without content": [
    (socket) => bits(socket, "HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\n{}"),
    "it is not JSON",
  ],
  "a page": [
    (socket) =>
      bits(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"),
    "it is not JSON",
  ],
  "gzip that nobody asked for": [
    (socket) => {
      const body = gzipSync("{}").subarray(0, 9);
      bits(
        socket,
        Buffer.concat([
          Buffer.from(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`),
          body,
        ]),
      );
    },
    "it is not JSON",
  ],
};

test.each(Object.entries(FAULTS))("authentik: %s", async (_, [answer, said]) => {
  const before = process.memoryUsage().rss;
  const url = await serverThat(answer);

  const error = await tried.rejectedBy(() => clientOf(url).get("/core/brands/1/"));

  const message = expectRefusal(error, RequestError);
  expect(message).toContain(`(${said})`);
  expect(message).toMatch(
    /^(http:\/\/127\.0\.0\.1:\d+ does not answer|GET \/core\/brands\/1\/ was answered) /,
  );
  expect(message).not.toContain(TOKEN);
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(MOST_MEGABYTES);
});

test.each(Object.entries(FAULTS))("a forge: %s", async (_, [answer]) => {
  const url = await serverThat(answer);

  const error = await tried.rejectedBy(() => forgeOf(url).list("/entries"));

  expect(expectRefusal(error, ForgeError)).toMatch(/^GitHub /);
});

describe.each([301, 302, 303, 307, 308])("a redirection by %i", (status) => {
  const redirectTo = (to: string) => (socket: Socket) =>
    bits(
      socket,
      `HTTP/1.1 ${status} Elsewhere\r\nLocation: ${to}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );

  test.each(["http://{host}/", "//{host}/", "http://127.0.0.1@{host}/", "http:\\\\{host}\\"])(
    "to another host, %s: that one is asked nothing",
    async (form) => {
      const asked: string[] = [];
      const other = await serverThat((socket, request) => {
        asked.push(request);
        bits(socket, `${HEAD}Content-Length: 2\r\n\r\n[]`);
      });
      const to = form.replace("{host}", other.replace("http://", ""));
      const url = await serverThat(redirectTo(to));

      const ofAuthentik = await tried.rejectedBy(() => clientOf(url).get("/core/brands/1/"));
      const ofForge = await tried.rejectedBy(() => forgeOf(url).list("/entries"));

      expect(asked).toEqual([]);
      expect(expectRefusal(ofAuthentik, RequestError)).toBe(
        `GET /core/brands/1/ was redirected to ${to}: correct AUTHENTIK_URL to where authentik answers itself`,
      );
      expect(expectRefusal(ofForge, ForgeError)).toContain(`GitHub answered ${status}`);
    },
  );

  test("to itself, for ever", async () => {
    let asked = 0;
    const url = await serverThat((socket) => {
      asked += 1;
      redirectTo("/entries")(socket);
    });

    const error = await tried.rejectedBy(() => forgeOf(url).list("/entries"));

    expect(expectRefusal(error, ForgeError)).toContain(`GitHub answered ${status}`);
    expect(asked).toBeLessThan(10);
  });

  test("to what is no address", async () => {
    const url = await serverThat(redirectTo("http://[::1"));

    const error = await tried.rejectedBy(() => forgeOf(url).list("/entries"));

    expect(expectRefusal(error, ForgeError)).toContain(`GitHub answered ${status}`);
  });
});

test("a list whose pages never end is given up", async () => {
  let asked = 0;
  const url = await serverThat((socket) => {
    asked += 1;
    bits(socket, `${HEAD}Link: <x>; rel="next"\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]`);
  });

  const error = await tried.rejectedBy(() => forgeOf(url).list("/entries"));

  expect(expectRefusal(error, ForgeError)).toBe(
    "GitHub lists more than 20000 entries at /entries: close what is done with and try again",
  );
  expect(asked).toBe(200);
});

test.each(["{}", "null", "7", '"x"', '{"results":[]}'])("a forge that lists %s", async (body) => {
  const url = await serverThat((socket) =>
    bits(socket, `${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`),
  );

  const error = await tried.rejectedBy(() => forgeOf(url).list("/entries"));

  expect(expectRefusal(error, ForgeError)).toBe(
    "GitHub answered 200 with something other than a list: check the API address",
  );
});

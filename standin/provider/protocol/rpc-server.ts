import { createServer, type Http2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";

/** A call of a gRPC service: bytes of a message to bytes of a message. */
export type Call = (request: Uint8Array) => Promise<Uint8Array>;

/** A bound server. */
export interface RpcServer {
  /** Of the socket or of 127.0.0.1. */
  readonly port: number | undefined;
  /** Ends all calls at once. */
  close(): Promise<void>;
}

/** Codes of gRPC. */
const UNIMPLEMENTED = 12;
const INTERNAL = 13;

/** A flag of compression and four bytes of length stand before each message. */
const PREFIX = 5;

/**
 * As much of gRPC as Terraform and its providers speak: calls of one message that are answered with one, without TLS.
 *
 * @param calls - By their paths, such as /tfplugin5.Provider/Stop
 * @param address - Path of a Unix socket, or a port of 127.0.0.1, 0 for any
 */
export async function serveRpc(
  calls: Readonly<Record<string, Call>>,
  address: string | number,
): Promise<RpcServer> {
  // Terraform sends and gets messages of any size.
  const server = createServer({ maxSessionMemory: Number.MAX_SAFE_INTEGER });
  const sessions = new Set<Http2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  server.on("stream", (stream, { ":path": path = "" }) => {
    stream.on("error", () => {});
    const call = Object.hasOwn(calls, path) ? calls[path] : undefined;
    if (call) answer(stream, call);
    else refuse(stream, UNIMPLEMENTED, `no ${path}`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (typeof address === "number") server.listen(address, "127.0.0.1", resolve);
    else server.listen(address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

async function answer(stream: ServerHttp2Stream, call: Call): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const response = await call(Buffer.concat(chunks).subarray(PREFIX));
    if (stream.destroyed) return;
    const prefix = Buffer.alloc(PREFIX);
    prefix.writeUInt32BE(response.length, 1);
    stream.respond({ ":status": 200, "content-type": "application/grpc+proto" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(Buffer.concat([prefix, response]));
  } catch (error) {
    refuse(stream, INTERNAL, (error as Error).message);
  }
}

function refuse(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.destroyed) return;
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc+proto",
      "grpc-status": String(code),
      "grpc-message": encodeURIComponent(message),
    },
    { endStream: true },
  );
}

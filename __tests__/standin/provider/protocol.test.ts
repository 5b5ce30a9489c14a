import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "protobufjs";
import { type RpcServer, serveRpc } from "../../../standin/provider/protocol/rpc-server";
import messages from "../../../standin/provider/protocol/tfplugin5.json";

test("the messages are those of Terraform's protocol", () => {
  const proto = readFileSync("standin/provider/protocol/tfplugin5.proto", "utf8");

  expect(messages).toEqual(parse(proto, { keepCase: true }).root.toJSON());
});

describe("calls", () => {
  const directory = mkdtempSync(join(tmpdir(), "agent-stack-rpc-"));
  let server: RpcServer;
  beforeAll(async () => {
    server = await serveRpc(
      {
        "/a.B/Echo": async (bytes) => bytes,
        "/a.B/Fail": async () => {
          throw new Error("über alle Maßen");
        },
      },
      join(directory, "socket"),
    );
  });
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  function call(path: string, message: Buffer) {
    const session = connect("http://localhost", { path: join(directory, "socket") } as object);
    const stream = session.request({ ":method": "POST", ":path": path });
    const length = Buffer.alloc(5);
    length.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([length, message]));
    return new Promise<{ status: unknown; said: unknown; message: Buffer }>((resolve) => {
      let headers: Record<string, unknown> = {};
      const chunks: Buffer[] = [];
      const take = (more: Record<string, unknown>) => {
        headers = { ...headers, ...more };
      };
      stream.on("response", take).on("trailers", take);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        session.close();
        const { "grpc-status": status, "grpc-message": said } = headers;
        resolve({ status, said, message: Buffer.concat(chunks).subarray(5) });
      });
    });
  }

  test("of twenty megabytes are answered", async () => {
    const message = Buffer.alloc(20 * 1024 * 1024, "x");

    const { status, message: answered } = await call("/a.B/Echo", message);

    expect([status, answered.equals(message)]).toEqual(["0", true]);
  });

  test.each([
    ["/a.B/Fail", "13", "über alle Maßen"],
    ["/a.B/toString", "12", "no /a.B/toString"],
  ])("of %s fail as gRPC says it", async (path, status, said) => {
    const failed = await call(path, Buffer.from("x"));

    expect([failed.status, decodeURIComponent(failed.said as string)]).toEqual([status, said]);
  });
});

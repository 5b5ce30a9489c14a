import { connect, createServer, type Server, type Socket } from "node:net";

/** What stands between terraform and the service that keeps its states, and sees what is sent. */
export class Tap {
  /** Called with what a client sends, before the service gets it, which may be made to wait; "cut" breaks the connection instead. */
  onSent: (text: string) => "cut" | undefined | Promise<void> = () => undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static start(to: number): Promise<Tap> {
    return new Promise((done) => {
      const server = createServer((client) => tap.join(client, connect(to, "127.0.0.1")));
      let tap: Tap;
      server.listen(0, "127.0.0.1", () => {
        tap = new Tap(server, (server.address() as { port: number }).port);
        done(tap);
      });
    });
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((done) => this.server.close(() => done()));
  }

  private join(client: Socket, service: Socket): void {
    const end = () => {
      client.destroy();
      service.destroy();
    };
    for (const socket of [client, service]) {
      this.sockets.add(socket);
      socket.on("error", end).on("close", () => {
        end();
        this.sockets.delete(socket);
      });
    }
    client.on("data", async (data) => {
      const said = this.onSent(data.toString("latin1"));
      if (said === "cut") return end();
      if (said !== undefined) {
        client.pause();
        await said;
        client.resume();
      }
      service.write(data);
    });
    service.on("data", (data) => client.write(data));
  }
}

import { existsSync, renameSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Fleet } from "./fleet";

jest.setTimeout(180_000);

/** A store of one state over HTTP, which can be out of order. */
class Store {
  isBroken = false;
  private state = "";
  private readonly server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.method === "POST" && this.isBroken) response.statusCode = 403;
      else if (request.method === "POST") this.state = body;
      else if (this.state === "") response.statusCode = 204;
      response.end(request.method === "GET" ? this.state : "");
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/acme`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let fleet: Fleet;
beforeEach(async () => {
  fleet = await Fleet.start(["acme"]);
});
afterEach(() => fleet.close());

test("a state that could not be written is kept beside the stack, and pushed from there", async () => {
  const store = new Store();
  const address = await store.start();
  fleet.configure({ backend: { http: { address, lock: false } } });
  store.isBroken = true;

  const applied = await fleet.run("apply", "acme", "--yes");
  store.isBroken = false;
  const left = join(fleet.directory, "cdktf.out/stacks/acme/errored.tfstate");
  const isLeft = existsSync(left);
  const pushed = await fleet.terraform("acme", "state", "push", "errored.tfstate");
  const planned = await fleet.run("plan", "acme", "--no-verify");
  store.close();

  expect([applied.code, isLeft]).toEqual([1, true]);
  expect(applied.stderr.trimEnd().split("\n").at(-1)).toBe(
    `The state could not be written and is in ${left}, which has secrets. Before the next apply, once the state can be written again: ${fleet.directory}/terraform -chdir=cdktf.out/stacks/acme state push errored.tfstate`,
  );
  expect({ code: pushed.code, stderr: pushed.stderr }).toEqual({ code: 0, stderr: "" });
  expect(planned.code).toBe(0);
});

test("a plan in a file of its own is applied as it was reviewed, and removed", async () => {
  await fleet.run("plan", "acme", "--no-verify");
  const file = join(fleet.directory, "reviewed.tfplan");
  renameSync(join(fleet.directory, "cdktf.out/stacks/acme/agent-stack.tfplan"), file);
  fleet.configure({ connector: { refreshInterval: "minutes=10" } });

  const applied = await fleet.run("apply", "acme", "--plan", "reviewed.tfplan", "--yes");
  const [connector] = await fleet.api(0).list("/endpoints/agents/connectors/");
  const again = await fleet.run("apply", "acme", "--plan", "reviewed.tfplan", "--yes");

  expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
  expect(connector?.refresh_interval).toBe("minutes=30");
  expect(existsSync(file)).toBe(false);
  expect(existsSync(join(fleet.directory, "cdktf.out/stacks/acme/agent-stack.tfplan"))).toBe(false);
  expect(again).toEqual({
    code: 1,
    stdout: "",
    stderr: `agent-stack apply: acme: there is no plan ${file}: run agent-stack plan acme first\n`,
  });
});

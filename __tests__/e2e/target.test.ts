import { launchStandIn } from "../../standin/launch";
import { Api } from "./api";
import { borrowAuthentik } from "./borrowed-authentik";
import { realAuthentik, TIME_LIMIT_MS } from "./target";

jest.setTimeout(TIME_LIMIT_MS);

const HERE = { E2E_AUTHENTIK_URL: "http://127.0.0.1:9000/", E2E_AUTHENTIK_TOKEN: "secret" };

test.each([
  ["neither variable", {}],
  ["empty ones, as a pipeline sets them", { E2E_AUTHENTIK_URL: "", E2E_AUTHENTIK_TOKEN: "" }],
])("%s: the tests use the stand-in", (_, variables) => {
  expect(realAuthentik(variables)).toBeUndefined();
});

test.each([
  ["127.0.0.1", HERE, "http://127.0.0.1:9000"],
  ["localhost", { ...HERE, E2E_AUTHENTIK_URL: "https://localhost/id//" }, "https://localhost/id"],
  ["[::1]", { ...HERE, E2E_AUTHENTIK_URL: "http://[::1]:9000" }, "http://[::1]:9000"],
  [
    "another machine that is allowed",
    { ...HERE, E2E_AUTHENTIK_URL: "https://id.example.com", E2E_ALLOW_REMOTE: "1" },
    "https://id.example.com",
  ],
])("the tests use the authentik at %s", (_, variables, url) => {
  expect(realAuthentik(variables)).toEqual({ url, token: "secret" });
});

test.each([
  ["https://id.example.com", "names id.example.com, which is not this machine"],
  ["http://127.0.0.1.example.com", "names 127.0.0.1.example.com, which is not this machine"],
  ["http://localhost@192.168.0.7", "names 192.168.0.7, which is not this machine"],
  ["http://0.0.0.0:9000", "names 0.0.0.0, which is not this machine"],
  ["localhost:9000", 'is "localhost:9000"; give an address such as http://127.0.0.1:9000'],
  ["http://", 'is "http://"; give an address such as http://127.0.0.1:9000'],
])("the tests refuse %s", (url, message) => {
  expect(() => realAuthentik({ ...HERE, E2E_AUTHENTIK_URL: url })).toThrow(`E2E_AUTHENTIK_URL ${message}`);
});

test.each([
  ["E2E_AUTHENTIK_URL is set without E2E_AUTHENTIK_TOKEN", { ...HERE, E2E_AUTHENTIK_TOKEN: "" }],
  ["E2E_AUTHENTIK_TOKEN is set without E2E_AUTHENTIK_URL", { ...HERE, E2E_AUTHENTIK_URL: undefined }],
])("%s: set both, or neither", (message, variables) => {
  expect(() => realAuthentik(variables)).toThrow(`${message}: set both, or neither`);
});

test("a real authentik is borrowed by one test at a time, and given back without what was made or changed", async () => {
  const { server, close } = await launchStandIn();
  const api = new Api(server);
  const brand = () => api.find("/core/brands/", { domain: "authentik-default" });
  const named = async (path: string) =>
    (await api.list(path)).map(({ name }) => name).filter((name) => String(name).startsWith("e2e"));
  const before = await brand();
  const giveBack = await borrowAuthentik(server, "e2e-1");
  const turns: string[] = [];
  const next = borrowAuthentik(server, "e2e-2").finally(() => turns.push("second"));
  const flow = await api.post("/flows/instances/", {
    ...{ name: "e2e-1", title: "Codes", slug: "e2e-1", designation: "stage_configuration" },
  });
  await api.change(`/core/brands/${before.brand_uuid}/`, {
    ...{ flow_device_code: flow.pk, branding_title: "Someone's title" },
  });
  for (let index = 0; index < 120; index += 1) await api.post("/core/groups/", { name: `e2e-1-${index}` });
  await api.post("/core/groups/", { name: "e2e-2" });

  await giveBack();

  turns.push("first");
  await next.then((giveBackToo) => giveBackToo());
  expect(turns).toEqual(["first", "second"]);
  expect(await brand()).toEqual(before);
  expect([await named("/core/groups/"), await named("/flows/instances/")]).toEqual([[], []]);
  await close();
});

test("of what others made nothing is deleted", async () => {
  const { server, close } = await launchStandIn();
  const api = new Api(server);
  await api.post("/core/groups/", { name: "e2e-2" });
  const groups = await api.list("/core/groups/");

  await (await borrowAuthentik(server, "e2e-1"))();

  expect(await api.list("/core/groups/")).toEqual(groups);
  await close();
});

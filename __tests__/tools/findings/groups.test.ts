import type { Api } from "../../e2e/api";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { Deployed } from "../deployed";

jest.setTimeout(120_000);

let deployed: Deployed;
let api: Api;
let outermost: string;
beforeAll(async () => {
  const setUp = wholeSetUp("e2e");
  const deviceAccessGroups = [{ name: "e2e-workstations", access: [{ group: "staff" }, { user: "bob" }] }];
  deployed = await Deployed.start({ ...setUp, deviceAccessGroups }, async ({ server }) => {
    server.seed.group("outer");
    server.seed.group("staff");
    server.seed.user("alice", ["staff"]);
    server.seed.user("bob");
  });
  api = deployed.api;
  outermost = String((await api.find("/core/groups/", { name: "outer" })).pk);
  await api.change(`/core/groups/${await pkOf("staff")}/`, { parents: [outermost] });
  await deployed.deployment.apply();
});
afterAll(() => deployed.stop());

const pkOf = async (name: string) => String((await api.find("/core/groups/", { name })).pk);

async function setActive(username: string, is_active: boolean): Promise<void> {
  const { pk } = await api.find("/core/users/", { username });
  await api.change(`/core/users/${pk}/`, { is_active });
}

test("a group that was inside another at the last apply is found when that one makes superusers", async () => {
  expect(await deployed.findings()).toEqual([]);

  await api.change(`/core/groups/${outermost}/`, { is_superuser: true });
  const { findings, notes } = await deployed.verify();
  await api.change(`/core/groups/${outermost}/`, { is_superuser: false });

  expect(findings.map(({ code, subject, message }) => [code, subject, message])).toEqual([
    [
      "access-group-became-superuser",
      'group "staff"',
      'its members are superusers through the group "outer", and the last apply recorded it as a group that makes no superusers',
    ],
  ]);
  expect(notes).toContain(
    'group "staff" has 1 member of its own; it makes superusers, as it is inside "outer"',
  );
});

test("a group of deactivated people and a deactivated user let nobody in", async () => {
  await setActive("alice", false);
  await setActive("bob", false);

  const found = await deployed.findings();

  await setActive("alice", true);
  await setActive("bob", true);
  expect(found).toEqual([
    'empty-access-group | group "staff" | the group is bound and its only member is deactivated',
    'empty-access-group | user "bob" | the user is bound and deactivated',
  ]);
});

describe("300 groups inside each other", () => {
  let innermost: string;
  beforeAll(async () => {
    const chain = deployed.standIn.server.seed.nestedGroups("inside", 300);
    innermost = String(chain.at(-1));
    await api.change(`/core/groups/${chain[0]}/`, { parents: [await pkOf("staff")] });
  });

  test("are read as a list", async () => {
    const { requests } = deployed.standIn.server;
    const before = requests.length;

    await deployed.verify();

    const ofGroups = requests.slice(before).filter(({ path }) => path.startsWith("/api/v3/core/groups/"));
    const lists = ofGroups.filter(({ path }) => path === "/api/v3/core/groups/");
    // Those of the first steps one by one, and 304 groups in four pages.
    expect([ofGroups.length - lists.length, lists.length]).toEqual([5, 4]);
    expect(requests.length - before).toBeLessThanOrEqual(31);
  });

  test("let the innermost ones' members in, unless they are deactivated", async () => {
    const alice = await api.find("/core/users/", { username: "alice" });
    await api.change(`/core/users/${alice.pk}/`, { groups: [innermost] });
    const active = await deployed.findings();
    await setActive("alice", false);

    const found = await deployed.findings();

    await setActive("alice", true);
    await api.change(`/core/users/${alice.pk}/`, { groups: [await pkOf("staff")] });
    expect(active).toEqual([]);
    expect(found).toEqual([
      'empty-access-group | group "staff" | the group is bound and its only member, groups inside it included, is deactivated',
    ]);
  });

  test("are told in a few notes with 250 others", async () => {
    const target = (await api.find("/core/applications/", { slug: "e2e-cli" })).pk;
    deployed.standIn.server.seed.bindings(String(target), 250);

    const { notes } = await deployed.verify();

    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `"bound ${String(target).slice(0, 8)} 000${index}"`);
    expect(notes.filter((note) => note.includes("group"))).toEqual([
      'group "authentik Admins" has 1 member of its own, among them the superusers akadmin; it makes superusers',
      `250 groups have 0 members of their own, none of them in a superuser group: ${names(10).join(", ")} and 240 more`,
      'group "staff" has 1 member of its own, none of them in a superuser group, and those of "inside 0000"',
    ]);
  });
});

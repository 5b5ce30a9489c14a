import { type Client, startClient } from "./client";

const USERS = 5000;
const GROUPS = 300;

jest.setTimeout(60_000);

/** Of the processor, which others may share: the work takes a third of it, and quadratic work many times it. */
const MOST_SECONDS = 6;

/** Seconds of the processor since the call. */
function stopwatch(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
}

describe("an organisation of 5,000 users and 300 groups, each in another", () => {
  let client: Client;
  let groups: string[];
  beforeAll(async () => {
    client = await startClient();
    groups = client.server.seed.nestedGroups("level", GROUPS);
    client.server.seed.users("someone", USERS, groups.slice(-1));
  });
  afterAll(() => client.server.close());

  async function everything(path: string): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    for (let page = 1; page !== 0; ) {
      const { results, pagination } = (await client.list(`${path}&page_size=100&page=${page}`)).body;
      found.push(...results);
      page = pagination.next ?? 0;
    }
    return found;
  }

  test("is listed, with members, parents and children", async () => {
    // Act
    const elapsed = stopwatch();
    const users = await everything("core/users/?include_groups=true");
    const listed = await everything("core/groups/?include_users=true&include_parents=true");

    // Assert
    expect([users.length, listed.length]).toEqual([USERS + 2, GROUPS + 2]);
    const [outermost, innermost] = [listed[2], listed.at(-1)];
    expect(outermost).toMatchObject({ name: "level 0000", parents: [], children: [groups[1]], users: [] });
    expect(innermost).toMatchObject({ name: "level 0299", parents: [groups.at(-2)], children: [] });
    expect(innermost?.users).toHaveLength(USERS);
    expect(elapsed()).toBeLessThan(MOST_SECONDS);
  });

  test("lets in whoever is in a group within a group within the one that is bound", async () => {
    // Arrange
    const target = (await client.post("core/applications/", { name: "a", slug: "a" })).body.pk;
    await client.post("policies/bindings/", { target, group: groups[0], order: 0 });
    const [member] = (await client.list("core/users/?username=someone%204999")).body.results;
    const access = (pk: unknown) => client.get(`core/applications/a/check_access/?for_user=${pk}`);

    // Act
    const answers = [await access(member?.pk), await access(3)];

    // Assert
    expect(answers.map(({ body }) => body.passing)).toEqual([true, false]);
  });

  test("is put into a group and out of it by one request each", async () => {
    // Arrange
    const users = (await everything("core/users/?include_groups=false")).map(({ pk }) => pk);
    const { pk } = (await client.post("core/groups/", { name: "everybody" })).body;

    // Act
    const elapsed = stopwatch();
    const filled = await client.patch(`core/groups/${pk}/?include_users=false`, { users });
    const emptied = await client.patch(`core/groups/${pk}/?include_users=false`, { users: [] });

    // Assert
    expect([filled.body.users, emptied.body.users]).toEqual([expect.any(Array), []]);
    expect(filled.body.users).toHaveLength(USERS + 2);
    expect(elapsed()).toBeLessThan(MOST_SECONDS);
  });
});

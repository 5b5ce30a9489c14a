import type { Recording } from "../../../standin/recordings";
import { type Client, startClient } from "./client";
import { Replay } from "./replay";

const PK = "11111111-1111-4111-8111-111111111111";

describe("replaying recordings", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  const group = { pbm_uuid: PK, name: "g", attributes: {} };
  const creation = (response: unknown, status = 201): Recording => ({
    method: "POST",
    path: "/api/v3/endpoints/device_access_groups/",
    request: { name: "g" },
    status,
    response,
  });
  const reading = (pk: string, response: unknown): Recording => ({
    method: "GET",
    path: `/api/v3/endpoints/device_access_groups/${pk}/`,
    request: null,
    status: 200,
    response,
  });

  test("finds nothing when only ids differ, and uses ours where the recording uses its own", async () => {
    // Arrange
    const replay = new Replay(client.server);

    // Act
    const differences = [await replay.play(creation(group)), await replay.play(reading(PK, group))];

    // Assert
    expect(differences).toEqual([[], []]);
  });

  test.each([
    ["a value", { ...group, name: "h" }, ['.name: "g" instead of "h"']],
    ["a type", { ...group, attributes: null }, [".attributes: object instead of null"]],
    ["a key too few", { ...group, owner: 1 }, [".owner: missing"]],
    ["a key too many", { pbm_uuid: PK, name: "g" }, [".attributes: not in the recording"]],
    ["a key within", { ...group, attributes: { a: 1 } }, [".attributes.a: missing"]],
  ])("notices %s", async (_what, response, expected) => {
    // Act
    const differences = await new Replay(client.server).play(creation(response));

    // Assert
    expect(differences).toEqual(expected);
  });

  test("notices another status", async () => {
    // Act
    const differences = await new Replay(client.server).play(creation(null, 400));

    // Assert
    expect(differences).toEqual([expect.stringMatching(/^status 201 instead of 400: /)]);
  });

  test("notices an id that stands for two", async () => {
    // Arrange
    const replay = new Replay(client.server);
    await replay.play(creation(group));
    const other = { ...group, pbm_uuid: PK.replace("1", "2") };

    // Act
    const differences = await replay.play(reading(PK, other));

    // Assert
    expect(differences).toEqual([expect.stringMatching(/^\.pbm_uuid: /)]);
  });

  test("notices another order and length of a list", async () => {
    // Arrange
    const page = (slugs: string[]): Recording => ({
      method: "GET",
      path: "/api/v3/core/applications/?superuser_full_list=true",
      request: null,
      status: 200,
      response: { results: slugs.map((slug) => ({ slug })) },
    });
    for (const slug of ["a", "b"]) await client.post("core/applications/", { name: slug, slug });
    const aboutSlugs = (differences: string[]) => differences.filter((text) => /slug:|results:/.test(text));

    // Act
    const swapped = await new Replay(client.server).play(page(["b", "a"]));
    const longer = await new Replay(client.server).play(page(["a", "b", "c"]));

    // Assert
    expect(aboutSlugs(swapped)).toEqual([
      '.results[0].slug: "a" instead of "b"',
      '.results[1].slug: "b" instead of "a"',
    ]);
    expect(aboutSlugs(longer)).toEqual([".results: 2 elements instead of 3"]);
  });
});

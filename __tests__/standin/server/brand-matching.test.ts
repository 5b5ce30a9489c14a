import { request } from "node:http";
import { type BrandMatch, recordingsOf } from "../../../standin/recordings";
import { type Client, startClient } from "./client";

/** What `brands/current` says to a request for the host. */
function currentBrand({ server }: Client, host: string): Promise<{ matched_domain: string }> {
  return new Promise((resolve, reject) => {
    const url = `${server.url}/api/v3/core/brands/current/`;
    const sent = request(url, { headers: { host } }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve(JSON.parse(Buffer.concat(chunks).toString()));
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Makes the brands a recording tells of the only ones; the first is that of the installation. */
async function setUp(client: Client, [own = "", ...others]: readonly string[]): Promise<void> {
  const [, domain, remark] = /^(.*) \((.*)\)$/.exec(own) ?? [];
  for (const { brand_uuid: pk, ...brand } of (await client.list("core/brands/")).body.results)
    if (!brand.default) await client.delete(`core/brands/${pk}/`);
  const pk = await client.only("core/brands/", "brand_uuid");
  await client.patch(`core/brands/${pk}/`, { domain, default: remark === "default" });
  for (const other of others) await client.post("core/brands/", { domain: other });
}

const byBrands = new Map<string, BrandMatch[]>();
for (const match of recordingsOf("brand-matching")) {
  const brands = match.brands.join(", ");
  byBrands.set(brands, [...(byBrands.get(brands) ?? []), match]);
}

describe("which brand a host gets", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.server.close());

  test("was recorded 138 times", () => {
    expect([...byBrands.values()].flat()).toHaveLength(138);
  });

  test.each([...byBrands])("of %s", async (_brands, matches) => {
    // Arrange
    await setUp(client, matches[0]?.brands ?? []);

    // Act
    const answers = await Promise.all(matches.map(({ host }) => currentBrand(client, host)));

    // Assert
    const answered = answers.map(({ matched_domain }, index) => ({
      host: matches[index]?.host,
      matched_domain,
    }));
    expect(answered).toEqual(matches.map(({ host, matched_domain }) => ({ host, matched_domain })));
  });
});

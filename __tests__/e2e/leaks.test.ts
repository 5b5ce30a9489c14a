import { gzipSync } from "node:zlib";
import { leaksIn } from "./leaks";
import { zip } from "./zip";

const SECRET = `a&"<'b/c?`;
const text = (content: string | Buffer) => ({ where: "here", content: Buffer.from(content) });

test.each([
  ["as it is", `x${SECRET}x`],
  ["JSON", JSON.stringify({ key: SECRET })],
  ["JSON in JSON", JSON.stringify(JSON.stringify({ key: SECRET }))],
  ["Go's JSON", String.raw`{"key":"a\u0026\"\u003c'b/c?"}`],
  ["HTML", "<b>a&amp;&quot;&lt;&#39;b/c?</b>"],
  ["HTML by numbers", "<b>a&#38;&#34;&#60;&#39;b/c?</b>"],
  ["an address", `https://id.example.com/?key=${encodeURIComponent(SECRET)}`],
  ["a form", new URLSearchParams({ key: SECRET }).toString()],
  ["base64", Buffer.from(SECRET).toString("base64")],
  ["base64 after one letter", Buffer.from(`x${SECRET}`).toString("base64")],
  ["base64 after two letters", Buffer.from(`xx${SECRET}yy`).toString("base64")],
  ["base64 for addresses", Buffer.from(`xx${SECRET}`).toString("base64url")],
  ["hexadecimal digits", Buffer.from(SECRET).toString("hex")],
  ["a packed file", gzipSync(SECRET)],
  ["a zip file in a zip file", zip([entry(zip([entry(Buffer.from(SECRET))]))])],
])("a secret is found in %s", (_, content) => {
  expect(leaksIn([text(content)], { token: SECRET })).toEqual(["here: token"]);
});

test("another text is no leak", () => {
  expect(leaksIn([text(`a&"<'b/c`), text(zip([entry(Buffer.from("a"))]))], { token: SECRET })).toEqual([]);
});

function entry(content: Buffer) {
  return { path: "a", content, mode: 0o600 };
}

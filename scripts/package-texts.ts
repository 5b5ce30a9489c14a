import { readdirSync, readFileSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { files as packed, repository } from "../package.json";

/** Of a clone, or for whoever has not decided yet; the schemas say what the reference does. */
const LEFT_OUT = [
  "architecture.md",
  "faq.md",
  "get-started.md",
  "index.md",
  "performance.md",
  "recordings.md",
  "reference.md",
  "testing.md",
  "why.md",
];

const SCHEMAS = packed.filter((file) => file.endsWith(".schema.json"));

/** Where the repository shows its files. */
const FILES = `${repository.url.replace(/^git\+|\.git$/g, "")}/blob/main`;

/** All pages in one file, since a package should have few. */
const PAGES = "dist/docs.md";

/**
 * What the package has of the schemas, without the spaces, and of README, CHANGELOG and docs/, by paths: links lead to what is in the package, and others to the
 * repository.
 */
export function packageTexts(): ReadonlyMap<string, string> {
  const pages = readdirSync("docs")
    .filter((name) => name.endsWith(".md") && !LEFT_OUT.includes(name))
    .sort();
  const texts = ["README.md", "CHANGELOG.md"];
  const inPackage = [...texts, ...packed, "LICENSE"];
  const linked = (file: string, text: string) =>
    text.replaceAll(
      /(!?)\[((?:[^\]]|\\\])*)\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)/g,
      (_, image, shown, path, anchor = "") => {
        const isOfPage = file.startsWith("docs/");
        const target = path === "" ? file : normalize(join(file, "..", path));
        const page =
          target.startsWith("docs/") && pages.includes(basename(target))
            ? basename(target, ".md")
            : undefined;
        const up = isOfPage ? "../" : "";
        if (page !== undefined) {
          const place = anchor ? `${page}--${anchor.slice(1)}` : page;
          return `${image}[${shown}](${isOfPage ? "" : PAGES}#${place})`;
        }
        if (inPackage.includes(target))
          return `${image}[${shown}](${path === "" ? "" : up + target}${anchor})`;
        if (image) return "";
        return `[${shown}](${FILES}/${target}${anchor})`;
      },
    );
  return new Map([
    ...SCHEMAS.map((name) => [name, JSON.stringify(JSON.parse(readFileSync(name, "utf8")))] as const),
    ...texts.map((name) => [name, linked(name, readFileSync(name, "utf8"))] as const),
    [
      PAGES,
      pages
        .map((name) =>
          withAnchors(basename(name, ".md"), linked(`docs/${name}`, readFileSync(`docs/${name}`, "utf8"))),
        )
        .join("\n"),
    ],
  ]);
}

/** What is linked to, since headings of several pages may be called the same. */
function withAnchors(page: string, text: string): string {
  let isCode = false;
  const lines = text.split("\n").flatMap((line) => {
    if (line.trimStart().startsWith("```")) isCode = !isCode;
    const heading = isCode ? undefined : line.match(/^(#+) (.*)$/);
    if (!heading) return [line];
    const [, depth = "", title = ""] = heading;
    const id = depth === "#" ? page : `${page}--${slug(title)}`;
    return [`<a id="${id}"></a>`, "", line];
  });
  return lines.join("\n");
}

/** As GitHub makes the anchor of a heading. */
const slug = (title: string) =>
  title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

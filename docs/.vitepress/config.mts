import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import { SIDEBAR } from "./sidebar.mts";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly homepage: string;
};
const repository = manifest.homepage.replace(/#.*$/, "");

export default defineConfig({
  title: "agent-stack",
  description: "The authentik Agent as code: set up, reviewed and kept with Terraform",
  cleanUrls: true,
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: [...SIDEBAR],
    socialLinks: [{ icon: "github", link: repository }],
  },
  markdown: {
    config(md) {
      // Files beside docs/ are in the repository and not on the site.
      md.core.ruler.push("links-to-the-repository", ({ tokens }) => {
        for (const { children } of tokens) {
          for (const token of children ?? []) {
            const href = token.type === "link_open" ? token.attrGet("href") : null;
            if (href?.startsWith("../")) token.attrSet("href", `${repository}/blob/main/${href.slice(3)}`);
          }
        }
      });
    },
  },
});

import { devDependencies, engines, name } from "../../package.json";
import type { Answers } from "./answers";
import { configurationText } from "./configuration-text";
import { SEPARATOR } from "./owned-parts";
import { pipelines } from "./pipelines";

const MAIN = `import { synthesise } from "${name}";

synthesise();
`;

const IGNORED = `node_modules/
cdktf.out/
*.tfstate
*.tfstate.*
.terraform/
*.log
.env
report/
reports/
`;

const CODEOWNERS = `# Who has to agree to a change. Name them, and protect the main branch so that it counts:
# * @acme/identity
`;

/** The part of the files that says which agent-stack there is. */
export const OWN_DEPENDENCY = ["package.json", "dependencies", name].join(SEPARATOR);

/**
 * The files of a repository of one's own, by their paths.
 *
 * @param source - What its package.json says of agent-stack
 */
export function repositoryFiles(
  { environment, server, release, backend, forge }: Answers,
  source: string,
  packageFolder: string,
): ReadonlyMap<string, string> {
  return new Map([
    ["package.json", json(packageJson(source))],
    ["cdktf.json", json(CDKTF)],
    ["main.ts", MAIN],
    ["agent-stack.yaml", configurationText(environment, server, release, backend)],
    [".gitignore", IGNORED],
    ["README.md", readme(environment, server, forge)],
    ...(forge === "none" ? [] : [["CODEOWNERS", CODEOWNERS] as const]),
    ...pipelines(packageFolder, forge),
  ]);
}

const packageJson = (source: string) => ({
  private: true,
  engines,
  dependencies: {
    [name]: source,
    cdktf: devDependencies.cdktf,
    "cdktf-cli": devDependencies["cdktf-cli"],
    constructs: devDependencies.constructs,
    tsx: devDependencies.tsx,
  },
});

const CDKTF = {
  language: "typescript",
  app: "node --import tsx main.ts",
  projectId: "agent-stack",
  sendCrashReports: "false",
  terraformProviders: [],
  terraformModules: [],
};

function readme(environment: string, server: string, forge: string): string {
  const address = server ? "" : "export AUTHENTIK_URL=https://id.example.com\n";
  const forgeText =
    forge === "none"
      ? ""
      : `
## Pipelines

They plan pull requests, apply what is merged and look for drift. What they need before they run, tokens above all, is in
\`node_modules/${name}/dist/docs.md#pipelines\`. Name in [CODEOWNERS](CODEOWNERS) who has to agree.
`;
  return `# The authentik Agent, as code

What is set up stands in [agent-stack.yaml](agent-stack.yaml); agent-stack plans, applies and watches it. Once, with Node and
Terraform installed (commit the package-lock.json that it writes):

\`\`\`sh
npm install
\`\`\`

Then plan, and deploy after reading what it would do:

\`\`\`sh
${address}export AUTHENTIK_TOKEN=...
npx agent-stack plan ${environment}
npx agent-stack apply ${environment}
\`\`\`

Where authentik has a set-up already, its blueprints' or one that was clicked together, \`npx agent-stack adopt ${environment}\` comes first:
it writes into agent-stack.yaml what takes it over unchanged. All commands: \`node_modules/${name}/README.md\`; all settings:
\`node_modules/${name}/dist/docs.md#configuration\`.

A new version of agent-stack is installed by npm; \`npx agent-stack upgrade\` then brings the files of this repository to what that
version writes, as a diff, and overwrites nothing that was edited.
${forgeText}`;
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

import { resolve } from "node:path";
import { App } from "cdktf";
import { parseConfiguration } from "../../configuration";
import { AgentStack } from "../../lib";
import { mistakesIn } from "./mistakes-in";

const S3 = "backend: { s3: { bucket: b, region: r, key: 'k/{environment}' } }";

/** What an environment was before it was renamed. */
const formerly = (text: string) =>
  parseConfiguration(text, "agent-stack.yaml").environments.map(({ name, props }) => [name, props.formerly]);

describe("an environment that was renamed", () => {
  it("had the same backend under its former name", () => {
    expect(formerly(`environments: { new: { renamedFrom: old, ${S3} } }`)).toEqual([
      ["new", { name: "old", backend: { s3: { bucket: "b", region: "r", key: "k/old" } } }],
    ]);
    expect(formerly("environments: { new: { renamedFrom: old } }")).toEqual([["new", { name: "old" }]]);
  });

  it("has nothing to move where the name is no part of the state's place", () => {
    expect(
      formerly("environments: { new: { renamedFrom: old, backend: { gcs: { bucket: b, prefix: p } } } }"),
    ).toEqual([["new", undefined]]);
  });

  it("keeps that for itself: who extends it was not renamed", () => {
    expect(
      formerly(
        "environments: { new: { renamedFrom: old, server: https://a.example }, other: { extends: new, server: https://b.example } }",
      ),
    ).toEqual([
      ["new", { name: "old" }],
      ["other", undefined],
    ]);
  });

  it("tells agent-stack's tools and not Terraform", () => {
    const stack = (formerly?: object) => {
      const props = { backend: { local: { path: "/states/new" } }, ...formerly };
      return new AgentStack(new App(), "new", props).toTerraform();
    };

    const { "//": notes, ...same } = stack({
      formerly: { name: "old", backend: { local: { path: "/states/old" } } },
    });
    const { "//": others, ...before } = stack();

    expect(same).toEqual(before);
    expect(notes["agent-stack"]).toEqual({
      ...others["agent-stack"],
      formerly: { name: "old", backend: { local: { path: "/states/old" } } },
    });
    expect(stack({ formerly: { name: "old" } })["//"]["agent-stack"].formerly.backend).toEqual({
      local: { path: resolve("terraform.old.tfstate") },
    });
  });
});

describe("fails when renamedFrom", () => {
  const cases: [string, string, string[]][] = [
    [
      "is its own name",
      "environments:\n  acme: { renamedFrom: acme }",
      [
        '2:11 environments.acme.renamedFrom: got "acme", which is its name still: rename that one, or take renamedFrom out',
      ],
    ],
    [
      "is an environment's",
      "environments:\n  acme: {}\n  globex: { renamedFrom: acme }",
      [
        '3:13 environments.globex.renamedFrom: got "acme", which is an environment still: rename that one, or take renamedFrom out',
      ],
    ],
    [
      "is two environments'",
      "environments:\n  a: { renamedFrom: old }\n  b: { renamedFrom: old }",
      [
        '3:8 environments.b.renamedFrom: got "old", as "a" has it, and a state can move to one place only: take it out of one of them',
      ],
    ],
    [
      "leads to another one's state",
      "environments:\n  a: { backend: { local: { path: terraform.old.tfstate } } }\n  b: { renamedFrom: old }",
      ['3:8 environments.b.renamedFrom: got "old", where "a" keeps its state: it would lose it'],
    ],
    [
      "would need another workspace",
      'environments:\n  new: { renamedFrom: old, backend: { cloud: { organization: o, workspace: "{environment}" } } }',
      [
        '2:10 environments.new.renamedFrom: a workspace is renamed where it is, with its state: call "old" there "new", and take renamedFrom out',
      ],
    ],
    [
      "is no name",
      "environments:\n  new: { renamedFrom: 7 }",
      [
        "2:10 environments.new.renamedFrom: got 7, expected a name of at most 100 letters, digits, - and _, not starting with -; put it in quotes to make it text",
      ],
    ],
  ];

  it.each(cases)("%s", (_, text, expected) => {
    expect(mistakesIn(text)).toEqual(expected);
  });
});

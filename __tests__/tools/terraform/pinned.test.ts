import { TerraformError } from "../../../tools/terraform/binary";
import { checkPinned } from "../../../tools/terraform/pinned";

const held = {
  address: "registry.terraform.io/goauthentik/authentik",
  version: "2026.5.0",
  hashes: ["h1:a", "zh:b"],
};

test("what is in the lock file may be used, on any of its platforms", () => {
  expect(() => checkPinned([held], [{ ...held, hashes: ["h1:a"] }])).not.toThrow();
  expect(() => checkPinned([held], [])).not.toThrow();
});

test("all that is not in the lock file is told at once, each with what to do", () => {
  const other = { ...held, address: "registry.terraform.io/tools/clock" };
  const chosen = [other, { ...held, hashes: ["h1:a", "h1:c"] }];

  expect(() => checkPinned([held], chosen)).toThrow(
    new TerraformError(
      [
        "the lock file has no tools/clock: run `agent-stack lock`",
        "the lock file has no hash of goauthentik/authentik 2026.5.0 unpacked for the platform of this machine: run `agent-stack lock` here",
        "Commit what it writes.",
      ].join("\n"),
    ),
  );
});

test("a lock file of terraform is none for OpenTofu, which takes providers from another registry", () => {
  const chosen = { ...held, address: "registry.opentofu.org/goauthentik/authentik" };

  expect(() => checkPinned([held], [chosen])).toThrow(
    new TerraformError(
      "the lock file has goauthentik/authentik of registry.terraform.io, and that of registry.opentofu.org is taken here: run `agent-stack lock`\nCommit what it writes.",
    ),
  );
});

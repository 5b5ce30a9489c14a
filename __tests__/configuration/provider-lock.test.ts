import { parseProviderLock } from "../../configuration/provider-lock";

const LOCK = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/goauthentik/authentik" {
  version     = "2026.5.0"
  constraints = "~> 2026.5.0"
  hashes = [
    "h1:wLO4qQQt/esq+EH3PgcvJyXz4KadjSWmrbQbc9ii7dQ=",
    "zh:c0b3b8a9042dfdeb2af841f73e072f2725f3e0a69d8d25a6adb41b73d8a2edd4",
  ]
}

provider "registry.example.com/tools/clock" {
  version = "1.0.0"
}
`;

test("terraform's lock file tells versions, what was allowed, and hashes", () => {
  expect(parseProviderLock(LOCK)).toEqual([
    {
      address: "registry.terraform.io/goauthentik/authentik",
      version: "2026.5.0",
      constraints: "~> 2026.5.0",
      hashes: [
        "h1:wLO4qQQt/esq+EH3PgcvJyXz4KadjSWmrbQbc9ii7dQ=",
        "zh:c0b3b8a9042dfdeb2af841f73e072f2725f3e0a69d8d25a6adb41b73d8a2edd4",
      ],
    },
    { address: "registry.example.com/tools/clock", version: "1.0.0", constraints: undefined, hashes: [] },
  ]);
});

test("an empty lock file has no provider", () => {
  expect(parseProviderLock("")).toEqual([]);
});

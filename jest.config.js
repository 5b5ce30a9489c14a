/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Half of the time the tests wait for terraform.
  maxWorkers: "100%",
  globalSetup: "<rootDir>/jest.build.js",
  reporters: ["default", "<rootDir>/jest.summary.js"],
  roots: ["<rootDir>/__tests__"],
  // A busy machine is no failure.
  testTimeout: 30_000,
  testMatch: ["**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdktf.out"],
  moduleNameMapper: {
    "^@cdktf/provider-authentik/lib/(.*)$": "<rootDir>/.gen/providers/authentik/$1",
    ...(process.env.TEST_FRAMEWORK === "cdktn" && { "^cdktf$": "cdktn" }),
  },
  transform: {
    "^.+\\.[jt]s$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  // These ship ES modules only; jest runs CommonJS.
  transformIgnorePatterns: [
    "/node_modules/(?!(agent-base|http-proxy-agent|https-proxy-agent|jose|p-limit|proxy-agent-negotiate|yocto-queue|wrap-ansi|string-width|ansi-styles|ansi-regex|strip-ansi|get-east-asian-width)/)",
  ],
};

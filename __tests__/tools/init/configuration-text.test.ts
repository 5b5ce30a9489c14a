import { ConfigurationError, parseConfiguration } from "../../../configuration";
import { knownKeys } from "../../../lib/rules/schema-walk";
import { stateBackend } from "../../../lib/rules/state-backend";
import { BACKENDS, configurationText, openSettings } from "../../../tools/init/configuration-text";

test("init knows every kind of state", () => {
  expect(Object.keys(BACKENDS).sort()).toEqual([...(knownKeys(stateBackend) ?? [])].sort());
});

test.each(Object.keys(BACKENDS))("with the state in %s, just what is named as open is missing", (backend) => {
  const text = configurationText("acme", "https://id.acme.example", "2026.5", backend);

  const missing = openSettings(backend).map((key) => `environments.acme.backend.${backend}.${key}`);
  expect(mistakesIn(text)).toEqual(missing);
});

function mistakesIn(text: string): string[] {
  try {
    const { environments } = parseConfiguration(text, "agent-stack.yaml");
    expect(environments).toMatchObject([
      { name: "acme", props: { server: "https://id.acme.example", release: "2026.5" } },
    ]);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map(({ path }) => path);
  }
}

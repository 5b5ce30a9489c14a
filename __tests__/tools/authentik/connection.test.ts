import { connectionFrom } from "../../../tools/authentik/connection";

const TOKEN = { AUTHENTIK_TOKEN: "the-token" };

describe("connectionFrom", () => {
  test.each([
    ["https://auth.example.com", "https://auth.example.com"],
    ["https://auth.example.com/", "https://auth.example.com"],
    ["https://auth.example.com/api/v3", "https://auth.example.com"],
    ["https://example.com/sso/", "https://example.com/sso"],
    ["http://127.0.0.1:9000/sso/api/v3/", "http://127.0.0.1:9000/sso"],
  ])("accepts %s as the provider does", (AUTHENTIK_URL, url) => {
    expect(connectionFrom({ ...TOKEN, AUTHENTIK_URL })).toEqual({
      url,
      apiUrl: `${url}/api/v3`,
      token: "the-token",
      tokenVariable: "AUTHENTIK_TOKEN",
      insecure: false,
    });
  });

  test.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
    ["", false],
  ])("reads AUTHENTIK_INSECURE=%s as %s", (AUTHENTIK_INSECURE, insecure) => {
    const connection = connectionFrom({ ...TOKEN, AUTHENTIK_URL: "https://host", AUTHENTIK_INSECURE });
    expect(connection.insecure).toBe(insecure);
  });

  test.each([
    [{}, "AUTHENTIK_URL is not set: set it to authentik's address, for example https://auth.example.com"],
    [
      { AUTHENTIK_URL: "auth.example.com", ...TOKEN },
      'AUTHENTIK_URL is "auth.example.com": give an address that starts with https:// or http://',
    ],
    [
      { AUTHENTIK_URL: "https://auth.example.com" },
      "AUTHENTIK_TOKEN is not set: set it to an API token, from Directory > Tokens and App passwords",
    ],
    [
      { AUTHENTIK_URL: "https://auth.example.com", AUTHENTIK_TOKEN: "the-token\n" },
      "AUTHENTIK_TOKEN has a character that no token has, such as a space or a line break: copy the token again",
    ],
  ])("rejects %j", (environment, message) => {
    expect(() => connectionFrom(environment)).toThrow(message);
  });
});

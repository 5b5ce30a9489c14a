import { proxyFor } from "../../../tools/http/proxy";

const PROXIES = { HTTP_PROXY: "http://plain:3128", HTTPS_PROXY: "http://secure:3128" };

test.each([
  ["https://id.example.com", PROXIES, "HTTPS_PROXY", "http://secure:3128"],
  ["http://id.example.com", PROXIES, "HTTP_PROXY", "http://plain:3128"],
  ["https://id.example.com", { https_proxy: "http://lower:1" }, "https_proxy", "http://lower:1"],
  ["http://id.example.com", { http_proxy: "http://lower:1" }, "http_proxy", "http://lower:1"],
  [
    "https://id.example.com",
    { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1" },
    "HTTPS_PROXY",
    "http://upper:1",
  ],
  [
    "https://id.example.com",
    { HTTPS_PROXY: "", https_proxy: "http://lower:1" },
    "https_proxy",
    "http://lower:1",
  ],
  ["https://id.example.com", { HTTPS_PROXY: "proxy.example.com" }, "HTTPS_PROXY", "http://proxy.example.com"],
  ["https://id.example.com", { HTTPS_PROXY: "proxy:3128" }, "HTTPS_PROXY", "http://proxy:3128"],
  ["https://id.example.com", { HTTPS_PROXY: "https://proxy" }, "HTTPS_PROXY", "https://proxy"],
  [
    "https://id.example.com",
    { HTTPS_PROXY: "http://ann:pass-word@proxy:3128/" },
    "HTTPS_PROXY",
    "http://proxy:3128",
  ],
])("%s with %j goes through the proxy of %s", (url, environment, variable, title) => {
  expect(proxyFor(url, environment)).toMatchObject({ variable, title });
});

test.each([
  ["https://id.example.com", {}],
  ["https://id.example.com", { HTTPS_PROXY: "" }],
  ["https://id.example.com", { HTTP_PROXY: "http://plain:3128" }],
  ["https://id.example.com", { ALL_PROXY: "http://all:3128" }],
  ["http://localhost:9000", PROXIES],
  ["http://127.0.0.1:9000", PROXIES],
  ["http://127.8.9.10:9000", PROXIES],
  ["http://[::1]:9000", PROXIES],
])("%s with %j goes through none", (url, environment) => {
  expect(proxyFor(url, environment)).toBeUndefined();
});

// The cases of Go's own tests of NO_PROXY, and those of its documentation.
test.each([
  ["*", "https://id.example.com", true],
  ["example.com", "https://id.example.com", true],
  ["example.com", "https://example.com", true],
  ["EXAMPLE.com", "https://id.Example.com", true],
  ["example.com", "https://badexample.com", false],
  [".example.com", "https://id.example.com", true],
  [".example.com", "https://example.com", false],
  ["*.example.com", "https://id.example.com", true],
  ["*.example.com", "https://example.com", false],
  ["other.com, example.com ,", "https://id.example.com", true],
  ["example.com:443", "https://id.example.com", true],
  ["example.com:443", "https://id.example.com:9443", false],
  ["example.com:9443", "https://id.example.com:9443", true],
  ["example.com:80", "http://id.example.com", true],
  [":443", "https://id.example.com", false],
  ["bücher.example", "https://xn--bcher-kva.example", true],
  ["10.1.2.3", "https://10.1.2.3", true],
  ["10.1.2.3:443", "https://10.1.2.3", true],
  ["10.1.2.3:80", "https://10.1.2.3", false],
  ["10.1.2.3", "https://10.1.2.33", false],
  ["10.0.0.0/8", "https://10.200.3.4:9443", true],
  ["10.0.0.0/8", "https://11.0.0.1", false],
  ["10.1.2.3/32", "https://10.1.2.3", true],
  ["10.0.0.0/33", "https://10.1.2.3", false],
  ["10.0.0.0/8", "https://id.example.com", false],
  ["2.3", "https://10.1.2.3", false],
  ["fd00::/8", "https://[fd12::1]", true],
  ["fd12::1", "https://[fd12::1]", true],
  ["[fd12::1]", "https://[fd12::1]", true],
  ["[fd12::1]:443", "https://[fd12::1]", true],
  ["[fd12::1]:80", "https://[fd12::1]", false],
  ["", "https://id.example.com", false],
  [",", "https://id.example.com", false],
])("NO_PROXY=%s: %s is excepted: %s", (given, url, excepted) => {
  const upper = proxyFor(url, { ...PROXIES, NO_PROXY: given });
  const lower = proxyFor(url, { ...PROXIES, no_proxy: given });

  expect([upper === undefined, lower === undefined]).toEqual([excepted, excepted]);
});

test.each([
  ["http://", "HTTPS_PROXY is no address: give one such as http://proxy.example.com:3128"],
  [
    "http://ann:pass word@proxy:port",
    "HTTPS_PROXY is no address: give one such as http://proxy.example.com:3128",
  ],
  [
    "socks5://ann:pass-word@proxy:1080",
    "HTTPS_PROXY names a socks5 proxy, which terraform may speak and agent-stack does not: give an http or https proxy, or the host in NO_PROXY",
  ],
])("refuses the proxy %s", (HTTPS_PROXY, message) => {
  expect(() => proxyFor("https://id.example.com", { HTTPS_PROXY })).toThrow(new Error(message));
});

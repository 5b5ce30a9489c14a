import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";

/** A proxy that requests to a host go through. */
export interface HttpProxy {
  readonly url: URL;
  /** Its address without the password, for messages. */
  readonly title: string;
  /** The environment variable that names it. */
  readonly variable: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name for an address, read as Go reads them, so that we go where
 * Terraform's provider goes; undefined where there is none.
 *
 * @throws Error when it is no address, or of a kind that we do not speak
 */
export function proxyFor(address: string, environment: Environment): HttpProxy | undefined {
  const { protocol, hostname, port } = new URL(address);
  const secure = protocol === "https:";
  const variable = [secure ? "HTTPS_PROXY" : "HTTP_PROXY", secure ? "https_proxy" : "http_proxy"].find(
    (name) => environment[name],
  );
  if (variable === undefined) return undefined;
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (isLoopback(host)) return undefined;
  const exceptions = environment.NO_PROXY || environment.no_proxy || "";
  if (isExcepted(host, port || (secure ? "443" : "80"), exceptions)) return undefined;
  return parsed(environment[variable] as string, variable);
}

function parsed(given: string, variable: string): HttpProxy {
  const address = /^[\w+.-]+:\/\//.test(given) ? given : `http://${given}`;
  if (!URL.canParse(address)) {
    throw new Error(`${variable} is no address: give one such as http://proxy.example.com:3128`);
  }
  const url = new URL(address);
  if (!["http:", "https:"].includes(url.protocol)) {
    throw new Error(
      `${variable} names a ${url.protocol.slice(0, -1)} proxy, which terraform may speak and agent-stack does not: give an http or https proxy, or the host in NO_PROXY`,
    );
  }
  return { url, title: url.origin, variable };
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

function isLoopback(host: string): boolean {
  return host === "localhost" || contains(LOOPBACK, host);
}

function isExcepted(host: string, port: string, exceptions: string): boolean {
  return exceptions
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== "" && (entry === "*" || matches(host, port, entry)));
}

/** `10.0.0.0/8`, `10.1.2.3:80`, `[::1]:80`, `example.com` with its subdomains, `.example.com` without itself. */
function matches(host: string, port: string, entry: string): boolean {
  const range = rangeOf(entry);
  if (range) return contains(range, host);
  const [, bracketed, named, only] = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const name = bracketed ?? named ?? entry.replace(/^\[(.*)\]$/, "$1");
  if (name === "") return false;
  if (isIP(name)) return contains(listOf(name), host);
  const domain = domainToASCII(name.replace(/^\*?\./, ""));
  const isSubdomain = host.endsWith(`.${domain}`);
  return domain !== "" && isIP(host) === 0 && (isSubdomain || (host === domain && !/^\*?\./.test(name)));
}

function rangeOf(entry: string): BlockList | undefined {
  const [, address = "", bits] = /^([\d.a-f:]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return undefined;
  const range = new BlockList();
  range.addSubnet(address, Number(bits), family === 4 ? "ipv4" : "ipv6");
  return range;
}

function listOf(address: string): BlockList {
  const list = new BlockList();
  list.addAddress(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  return list;
}

function contains(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? "ipv4" : "ipv6");
}

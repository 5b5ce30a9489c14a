import type { Brand } from "../authentik/objects";

/**
 * The brand that authentik chooses for a host, which it compares as it is sent, port included and without regard to case:
 * of those whose domain is the host or what stands after one of its dots the longest, else the default one.
 */
export function brandOf<B extends Pick<Brand, "domain" | "default">>(
  host: string,
  brands: readonly B[],
): B | undefined {
  const [longest] = brands
    .filter(({ domain }) => answersTo(domain, host))
    .sort((a, b) => b.domain.length - a.domain.length);
  return longest ?? brands.find((brand) => brand.default);
}

/** Whether authentik considers a brand of this domain for the host. */
export function answersTo(domain: string, host: string): boolean {
  const [own, sent] = [domain.toLowerCase(), host.toLowerCase()];
  return sent === own || sent.endsWith(`.${own}`);
}

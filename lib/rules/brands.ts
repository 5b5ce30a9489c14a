import { onlyOnce } from "./common";
import type { Obligations } from "./obligations";
import { each, type Rule, type Rules } from "./rule";
import { flag, list, name, settings } from "./setting-types";

export const DEFAULT_BRAND = { domain: name("Domain of the default brand.", "authentik-default") };

const defaultBrandSchema = settings("The default brand.", DEFAULT_BRAND);

export const defaultBrand: Obligations<typeof defaultBrandSchema> = {
  schema: defaultBrandSchema,
  rules: [],
};

export const BRANDS = {
  default: DEFAULT_BRAND.domain,
  others: list(
    name("Domain of an existing brand."),
    "Domains of further existing brands that get the flow too.",
    [],
  ),
  released: list(
    name("Domain that was among `others`."),
    "Domains that were among `others` and are let go of unchanged; without this Terraform refuses to drop them.",
    [],
  ),
  release: flag("Lets go of the brands without changing them, to be applied before a teardown.", false),
};

export const brands = settings(
  "The brands that use the device code flow; nothing else of them is changed.",
  BRANDS,
);

type Domains = readonly (string | null | undefined)[] | null;

/** The rules of the brands that get the flow, which stand at a key, and of those that are let go of. */
const domainRules = <K extends string>(
  key: K,
  path: string,
): Rules<{ readonly [P in K]?: Domains } & { readonly released?: Domains }> => {
  type Draft = { readonly [P in K]?: Domains } & { readonly released?: Domains };
  return [
    onlyOnce([key], (given: Draft) => given[key]),
    {
      subjects: (given: Draft) => each<string>([key], given[key]),
      // cdktf loses this key when it merges objects.
      condition: (domain: string) => domain === "__proto__",
      message: () => "is a name that cannot be kept",
      remedy: () => "give the brand another domain",
    },
    onlyOnce(["released"], ({ released }: Draft) => released),
    {
      subjects: (given: Draft) =>
        each<string>(["released"], given.released).map(({ path: at, judged }) => ({
          path: at,
          judged: { domain: judged, kept: given[key] ?? [] },
        })),
      condition: ({ domain, kept }: { domain: string; kept: Domains }) => kept?.includes(domain) ?? false,
      message: () => `is among ${path} too`,
      remedy: () => "remove it from one of them",
    },
  ];
};

interface OtherBrand {
  readonly domain: string;
  readonly byDefault: string;
}

const notTheDefaultBrand: Rule<{ readonly default?: string | null; readonly others?: Domains }, OtherBrand> =
  {
    subjects: ({ default: byDefault, others }) =>
      each<string>(["others"], others).map(({ path, judged }) => ({
        path,
        judged: { domain: judged, byDefault: byDefault ?? BRANDS.default.byDefault },
      })),
    condition: ({ domain, byDefault }) => domain === byDefault,
    message: () => "names the default brand, which has the flow anyway",
    remedy: () => "remove it",
  };

export const brandRules = [...domainRules("others", "brands.others"), notTheDefaultBrand];

const furtherBrandsSchema = settings("Brands.", {
  domains: BRANDS.others,
  released: BRANDS.released,
});

export const furtherBrands: Obligations<typeof furtherBrandsSchema> = {
  schema: furtherBrandsSchema,
  rules: domainRules("domains", "domains"),
};

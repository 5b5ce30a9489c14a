import { type Rules, rule } from "./rule";

/** What is adopted by which address, beside the addresses that there are. */
export interface AdoptionOfStack {
  readonly adopt: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
}

const entries = ({ adopt }: AdoptionOfStack) =>
  Object.entries(adopt).map(([address, id]) => ({ path: ["adopt", address], address, id }));

export const adoptionRules: Rules<AdoptionOfStack> = [
  rule({
    subjects: (adoption: AdoptionOfStack) =>
      entries(adoption).map(({ path, address }) => ({
        path,
        judged: { address, addresses: adoption.addresses },
      })),
    condition: ({ address, addresses }) => !addresses.includes(address),
    message: ({ address }) => `adopt names "${address}", which this stack does not have`,
    remedy: ({ addresses }) => `remove it, or take one of ${addresses.join(", ")}`,
  }),
  rule({
    subjects: (adoption: AdoptionOfStack) => {
      const takers = new Map<string, string>();
      return entries(adoption)
        .filter(({ address }) => adoption.addresses.includes(address))
        .map(({ path, address, id }) => {
          const object = `${address.split(".")[0]} ${id}`;
          const taker = takers.get(object) ?? address;
          takers.set(object, taker);
          return { path, judged: { address, id, taker } };
        });
    },
    condition: ({ address, taker }) => address !== taker,
    message: ({ address, id, taker }) => `adopt gives ${address} the id of ${taker}, "${id}"`,
    remedy: () => "remove one of them",
  }),
];

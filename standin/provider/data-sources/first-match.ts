import { ProviderError } from "../schema/diagnostic";

/** The first of the objects the API found; throws ProviderError with the message when there is none. */
export function firstMatch<T>({ results }: { results: T[] }, missing: string): T {
  const [first] = results;
  if (first === undefined) throw new ProviderError(missing);
  return first;
}

/** The only object the API found; throws ProviderError when there is none or more than one. */
export function onlyMatch<T>(found: { results: T[] }, plural: string): T {
  if (found.results.length > 1) throw new ProviderError(`Multiple ${plural} found`);
  return firstMatch(found, `No matching ${plural} found`);
}

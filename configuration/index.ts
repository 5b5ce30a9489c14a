export { ConfigurationError, type PlacedMistake } from "./configuration-error";
export { type Configuration, type Environment, parseConfiguration } from "./parse-configuration";
export { ProviderLockError, placeProviderLocks } from "./place-provider-locks";
export { readConfiguration } from "./read-configuration";
export type { TenantFile } from "./tenant-files";

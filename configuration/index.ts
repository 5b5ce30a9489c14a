export { ConfigurationError, type PlacedMistake } from "./configuration-error";
export { type Configuration, type Environment, parseConfiguration } from "./parse-configuration";
export { ProviderLockError, placeProviderLocks } from "./place-provider-locks";

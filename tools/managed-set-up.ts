export {
  attribute,
  deployedIds,
  isConfigured,
  isReference,
  lookedUp,
  resourcesOf,
  type SetUpObject as ManagedObject,
  wantedValue,
} from "./set-up/set-up";
export {
  type ManagedSetUp,
  managedSetUp,
  type StackJson as SynthesisedStack,
  type StateJson,
} from "./set-up/stack";
export { cliApplication, cliProvider, deviceCodeFlow } from "./set-up/the-agents";

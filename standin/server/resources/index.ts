import type { Resource } from "../core/resource";
import { applications } from "./applications";
import { brands } from "./brands";
import { certificates } from "./certificates";
import { agentConnectors, allConnectors, deviceAccessGroups, devices, enrollmentTokens } from "./connectors";
import { eventLog } from "./event-log";
import { flowBindings, flows } from "./flows";
import { groups, users } from "./people";
import { allPolicies, expressionPolicies, policyBindings } from "./policies";
import { allProviders, oauth2Providers } from "./providers";
import { scopeMappings } from "./scope-mappings";
import { allStages, endpointStages } from "./stages";

/** Every collection of the API. */
export const allResources = (options: { knowsGrantTypes: boolean; now(): Date }): Resource[] => [
  flows,
  flowBindings,
  allStages,
  endpointStages,
  brands,
  applications,
  groups,
  users,
  oauth2Providers(options.knowsGrantTypes),
  allProviders,
  scopeMappings,
  certificates,
  allPolicies,
  expressionPolicies,
  policyBindings,
  agentConnectors,
  allConnectors,
  enrollmentTokens(options.now),
  deviceAccessGroups,
  devices,
  eventLog,
];

import type { Resource } from "../core/resource";
import { ofVersion } from "../releases";
import { accessRules } from "./access-rules";
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

/** Every collection of the API that a server of the version has. */
export const allResources = (options: { version: string; now(): Date }): Resource[] =>
  ofVersion(everyResource(options), options.version);

const everyResource = ({ version, now }: { version: string; now(): Date }): Resource[] => [
  flows,
  flowBindings,
  allStages,
  endpointStages,
  brands,
  applications,
  groups,
  users,
  oauth2Providers(version),
  allProviders,
  scopeMappings,
  certificates,
  allPolicies,
  expressionPolicies,
  policyBindings,
  agentConnectors,
  allConnectors,
  enrollmentTokens(now),
  deviceAccessGroups,
  devices,
  accessRules,
  eventLog(version),
];

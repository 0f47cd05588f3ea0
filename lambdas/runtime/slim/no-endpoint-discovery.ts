/**
 * Stands in bundles for the SDK's endpoint discovery, which DynamoDB does not need and which is off unless asked for.
 * Source: AWS SDKs and Tools Reference Guide, "Endpoint discovery". `alias` in lib/bundling.ts.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: false,
};

/** The configuration as it is. */
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;

import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Credentials from the environment, where Lambda puts them. Stands in bundles for the SDK's chain of providers, which
 * searches files, SSO and instance metadata that no function has: `alias` in lib/bundling.ts.
 */
export const defaultProvider = () => fromEnv();

import { DeployedGovernanceKeys } from '../../../adapters/aws/governance-keys.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

/** Whose signatures under policies are believed. */
export const governanceKeys = () => new DeployedGovernanceKeys(required(ENV.governanceKeys));

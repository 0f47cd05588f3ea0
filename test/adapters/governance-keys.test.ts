import { LocalGovernance } from '../../adapters/embedded/policy/local-governance.ts';
import { describeGovernanceKeys } from './governance-keys.contract.ts';

describeGovernanceKeys('the embedded keys', async () => {
  const governance = await LocalGovernance.open();
  return { keys: governance, sign: (text) => governance.sign(text) };
});

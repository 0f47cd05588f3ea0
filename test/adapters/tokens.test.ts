import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { describeTokens } from './tokens.contract.ts';

describeTokens('the embedded world', async () => {
  const tokens = await LocalTokens.open();
  return {
    tokens,
    sign: async (identity, how) =>
      (await tokens.sign(identity, how === 'expired' ? -3_600 : undefined)).token,
  };
});

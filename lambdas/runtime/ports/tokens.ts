import { openCognitoTokens } from '../../../adapters/aws/cognito-tokens.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

/** Tokens of the user pool, for calls that no gateway has verified. */
export const tokens = openCognitoTokens({
  userPool: required(ENV.userPool),
  clients: required(ENV.userPoolClients).split(','),
});

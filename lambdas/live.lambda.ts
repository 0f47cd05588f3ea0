import { openCognitoTokens } from '../adapters/aws/cognito-tokens.ts';
import { ENV } from '../core/contract/env.ts';
import { required } from './runtime/environment.ts';
import { onSocket } from './runtime/on-socket.ts';
import { connections } from './runtime/ports/live.ts';

const clients = required(ENV.userPoolClients).split(',');
const tokens = openCognitoTokens({ userPool: required(ENV.userPool), clients });

/** Pages that begin and cease to listen. */
export const handler = onSocket({ tokens, connections });

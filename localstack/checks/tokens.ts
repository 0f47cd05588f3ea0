import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import type { Deployment } from '../stage/deployment.ts';
import type { Check } from './check.ts';

/** The gateway checks tokens before any function runs. */
export const tokenChecks: readonly Check[] = [
  {
    name: 'a call without a token is refused',
    run: (deployment) => expectStatus(deployment, undefined, 401),
  },
  {
    name: 'a call with a forged token is refused',
    run: async (deployment) => expectStatus(deployment, forged(await deployment.people.idToken('ana')), 401),
  },
  {
    name: 'a call with a token of the user pool passes',
    run: async (deployment) => expectStatus(deployment, await deployment.people.idToken('ana'), 200),
  },
];

async function expectStatus(
  { apiUrl }: Deployment,
  token: string | undefined,
  status: number,
): Promise<void> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${apiUrl}${API_PREFIX}/me`, { headers });
  if (answer.status !== status) throw new Error(`the answer is ${answer.status}, not ${status}`);
}

/** The same token with another signature. Pure. */
export function forged(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  return [header, payload, [...signature].reverse().join('')].join('.');
}

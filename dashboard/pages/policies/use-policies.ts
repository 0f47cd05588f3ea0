import { KEYS } from '../../api/keys.ts';
import { usePages } from '../../api/pages.ts';
import { useRead } from '../../api/read.ts';

/** Tasks acknowledge without an announcement of the policy itself, so its standing is read again this often. */
const EVERY_MS = 5_000;

/** Every policy with its newest version and how far that has come. One page holds them: there are few. */
export function usePolicies() {
  return useRead(KEYS.policies, (client, signal) => client.listPolicies({ query: { limit: 100 }, signal }), {
    everyMs: EVERY_MS,
  });
}

/** One policy. */
export function usePolicy(name: string) {
  return useRead(KEYS.policy(name), (client, signal) => client.getPolicy({ params: { name }, signal }), {
    everyMs: EVERY_MS,
  });
}

/** The versions of a policy, newest first, page after page. */
export function usePolicyVersions(name: string) {
  return usePages([...KEYS.policy(name), 'versions'], (client, { signal, ...query }) =>
    client.listPolicyVersions({ params: { name }, query, signal }),
  );
}

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Client } from '../../client/create-client.ts';
import type { Change, Plan } from '../../core/contract/change.ts';
import { asSignedIn } from '../api/session.ts';

/** Asks for a Change: planned only when `dryRun` is `true`, requested when `false`. */
export type AskChange = (client: Client, dryRun: 'true' | 'false') => Promise<Change>;

const SETTLE_MS = 400;

/**
 * The plan of what is filled in, made anew 0.4 s after the last edit. `of` names what is filled in;
 * `undefined` while it is not complete, and then there is no plan.
 */
export function usePlan(of: string | undefined, ask: AskChange) {
  const settled = useSettled(of);
  const query = useQuery({
    queryKey: ['plan', settled],
    queryFn: () => asSignedIn((client) => ask(client, 'true')),
    enabled: settled !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  return { change: query.data, cause: query.error, isCurrent: settled === of && query.isSuccess, query };
}

/** What keeps a plan from being requested, in plain words; `undefined` when nothing does. */
export function refusalOf(plan: Plan | undefined, isCurrent: boolean): string | undefined {
  if (!plan || !isCurrent) return 'The plan is not made yet.';
  if (plan.noChange) return 'Nothing would change.';
  if (plan.policy.status === 'rejected') return `Policy ${plan.policy.policy} forbids this.`;
  const failed = plan.preflight.find(({ outcome }) => outcome === 'fail');
  return failed && `${failed.check}: ${failed.detail}`;
}

function useSettled(value: string | undefined): string | undefined {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

import type { Incident } from '../../contract/home.ts';
import type { PolicyStatus, PolicyVersion } from '../../contract/policy.ts';

/** The versions that have not reached all tasks, and what to do about each. */
const UNCONVERGED: Readonly<
  Partial<Record<PolicyStatus, Pick<Incident, 'severity' | 'next'> & { readonly words: string }>>
> = {
  STAGED: {
    severity: 'warning',
    words: 'waits to be rolled out',
    next: 'Nothing has to be done; its first task is offered it in a minute.',
  },
  ROLLING_OUT: {
    severity: 'warning',
    words: 'has not reached all tasks',
    next: 'Look on its page who is missing; the next step waits for them.',
  },
  PAUSED: { severity: 'critical', words: 'is paused', next: 'Read on its page which tasks refuse it.' },
  ROLLING_BACK: {
    severity: 'critical',
    words: 'is being taken back',
    next: 'Read on its page which task refused it; the content before it goes out again.',
  },
};

/** What is wrong with policies on their way to the tasks: one incident for each version that is not there yet. Pure. */
export function policyIncidents(versions: readonly PolicyVersion[]): readonly Incident[] {
  return versions.flatMap(({ name, number, status, statusReason, receivedAt }) => {
    const wrong = UNCONVERGED[status];
    if (!wrong) return [];
    const { words, ...rest } = wrong;
    const about = { kind: 'policy', service: name, policy: name } as const;
    return [
      {
        ...about,
        ...rest,
        title: `Policy ${name}@${number} ${words}`,
        detail: statusReason,
        since: receivedAt,
      },
    ];
  });
}

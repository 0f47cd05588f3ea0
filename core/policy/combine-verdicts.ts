import type { PolicyVerdict } from '../contract/change.ts';
import type { PolicyVersion } from '../contract/policy.ts';
import type { EngineVerdict } from '../ports.ts';
import { revisionOf } from './policy-versions.ts';

/** What one version in force said. */
export interface Said {
  readonly by: Pick<PolicyVersion, 'name' | 'number' | 'decision'>;
  readonly verdict: EngineVerdict;
}

/**
 * One verdict out of those of every version in force: a refusal counts before a review, a review before an approval.
 * Every group that is asked to review must. Pure.
 */
export function combineVerdicts(all: readonly Said[]): PolicyVerdict & { readonly version: string } {
  const version = all.map(({ by }) => revisionOf(by)).join('+');
  const obligations = [...new Set(all.flatMap(({ verdict }) => verdict.obligations))];
  for (const status of ['rejected', 'needs manual review'] as const) {
    const these = all.filter(({ verdict }) => verdict.status === status);
    if (these.length > 0)
      return {
        version,
        status,
        ...namedBy(these),
        ...reviewersOf(these),
        obligations,
        clause: clausesOf(these),
      };
  }
  return { version, status: 'approved', ...namedBy(all), obligations };
}

function namedBy(all: readonly Said[]): Pick<PolicyVerdict, 'policy' | 'traceId'> {
  return {
    policy: [...new Set(all.map(({ by }) => by.decision.policy))].join(' + '),
    traceId: [...new Set(all.map(({ by }) => by.decision.trace_id))].join(' '),
  };
}

function reviewersOf(all: readonly Said[]): Pick<PolicyVerdict, 'group' | 'groups'> {
  const groups = [...new Set(all.flatMap(({ verdict }) => verdict.groups))];
  const [group] = groups;
  return group === undefined ? {} : { group, groups };
}

function clausesOf(all: readonly Said[]): string {
  return all.map(({ by, verdict }) => verdict.clause ?? revisionOf(by)).join('; ');
}

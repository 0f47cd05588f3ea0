import type { PolicyVersion, PolicyView } from '../../../core/contract/policy.ts';
import type { Session } from '../session.ts';
import { harmless, paintState } from './style.ts';
import { facts } from './table.ts';
import { instantText } from './words.ts';

type Pair = readonly [string, string];

/** One policy: how far its newest version has come, who is missing, and which service runs which version. */
export function policyText(policy: PolicyView, session: Session): string {
  const { name, active, newest, convergence, missing, matrix } = policy;
  return facts(
    [
      ['Policy', name],
      ['Active', active === undefined ? 'none' : `@${active}`],
      [
        'Newest',
        `@${newest.number} ${paintState(session.paint, newest.status)}  ${harmless(newest.statusReason)}`,
      ],
      ['Converged', `${Math.round(convergence * 100)} % of the tasks that are to have it`],
      ...missing.map(
        ({ service, taskId, status, error }): Pair => [
          'Missing',
          `${service} ${taskId} ${status}${error === undefined ? '' : `: ${harmless(error)}`}`,
        ],
      ),
      ...matrix.map(({ service, versions }): Pair => [`Runs ${service}`, countsText(versions)]),
    ],
    session.paint,
  );
}

/** One version of a policy: where it comes from and how it stands. */
export function versionText(version: PolicyVersion, { paint, io: { timeZone } }: Session): string {
  const { name, number, sourceVersion, decision, status, statusReason, step, restores, tasks } = version;
  const acknowledged = tasks.filter((task) => task.status === 'ACTIVATED').length;
  return facts(
    [
      ['Version', `${name}@${number} (the Governance Layer's ${sourceVersion})`],
      ['Status', `${paintState(paint, status)}  ${harmless(statusReason)}`],
      [
        'Decision',
        `${decision.status} by ${harmless(decision.policy)}, trace ${harmless(decision.trace_id)}`,
      ],
      ['Restores', restores === undefined ? undefined : `@${restores}`],
      ['Step', ['1 task', '25 %', '100 %'][step]],
      ['Acknowledged', `${acknowledged} of ${tasks.length} tasks`],
      ['Received', instantText(version.receivedAt, timeZone)],
      ['Change', version.changeId],
    ],
    paint,
  );
}

function countsText(versions: Readonly<Record<string, number>>): string {
  return Object.entries(versions)
    .map(([number, tasks]) => `@${number.replace(/^@/, '')}: ${tasks}`)
    .join(', ');
}

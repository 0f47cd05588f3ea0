import type { Drift, ServiceView } from '../../../core/contract/service.ts';
import { formatUsd } from '../../../core/format.ts';
import type { Session } from '../session.ts';
import { harmless, paintState } from './style.ts';
import { facts } from './table.ts';
import { instantText, sizeText } from './words.ts';

/** Running and wanted tasks: `2 of 3`; `?` where the platform was not seen yet. */
export function tasksText({ observed, desiredCount }: ServiceView): string {
  return `${observed?.running ?? '?'} of ${desiredCount}`;
}

/** One service in full: what runs, what it costs, and what is wrong with it. */
export function serviceText(service: ServiceView, { paint, io: { timeZone } }: Session): string {
  const { spec, status, statusReason, health, bounds, timeBox, cost, deployment } = service;
  const state = (word: string, because: string) => `${paintState(paint, word)}  ${harmless(because)}`;
  return facts(
    [
      ['Service', `${service.name} (program ${service.program}, owner ${harmless(spec.owner)})`],
      ['Status', state(status, statusReason)],
      ['Health', state(health.state, health.because)],
      ['Tasks', `${tasksText(service)} running, bounds ${bounds.min}..${bounds.max}`],
      [
        'Time box',
        timeBox &&
          `until ${instantText(timeBox.until, timeZone)}, then ${timeBox.revertTo.min}..${timeBox.revertTo.max}`,
      ],
      ['Image', service.image],
      ['Size', `${sizeText(spec)} a task`],
      ['Revision', `${service.revision} (kept: ${service.succeededRevisions.join(', ') || 'none yet'})`],
      [
        'Deployment',
        deployment && state(`${deployment.status} ${deployment.stage}`.trim(), deployment.statusReason),
      ],
      ['Cause', deployment?.cause && harmless(deployment.cause.plain)],
      ['Compute only', moneyOf(cost)],
      ['Alarms', alarmsOf(service) || 'none in ALARM'],
      ...service.drift.map((drift): readonly [string, string] => ['Drift', driftText(drift, timeZone)]),
      ['Depends on', spec.dependsOn.join(', ')],
      ['Changed', instantText(service.updatedAt, timeZone)],
    ],
    paint,
  );
}

/** A value that its owner did not set, with who did. */
export function driftText({ field, expected, actual, actor, since }: Drift, timeZone: string): string {
  const what = `${field} is ${harmless(actual)} instead of ${harmless(expected)}`;
  return `${what}, by ${harmless(actor)} since ${instantText(since, timeZone)}`;
}

function moneyOf({ floorMicroUsd, runRateMicroUsd, ceilingMicroUsd }: ServiceView['cost']): string {
  const [floor, running, ceiling] = [floorMicroUsd, runRateMicroUsd, ceilingMicroUsd].map(formatUsd);
  return `a month: ${running} as it runs, at least ${floor}, at most ${ceiling}`;
}

function alarmsOf({ alarms }: ServiceView): string {
  return Object.entries(alarms)
    .flatMap(([kind, state]) => (state === 'ALARM' ? [kind] : []))
    .join(', ');
}

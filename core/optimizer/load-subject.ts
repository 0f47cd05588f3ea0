import type { Change } from '../contract/change.ts';
import type { Proposal } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { each, list } from '../store/record-type.ts';
import { Changes, changesOf } from '../store/records/changes.ts';
import { Deployments, deploymentsOf } from '../store/records/deployments.ts';
import { Proposals, proposalsOf } from '../store/records/proposals.ts';
import { Revisions, revisionsOf } from '../store/records/revisions.ts';
import { addDays, isBefore, MS } from '../units.ts';
import type { SizeAt } from './demand.ts';
import { cleanHistory, HISTORY, HISTORY_METRICS, type History } from './history.ts';
import { WAIT_DAYS } from './past.ts';
import { sizeTimeline } from './size-timeline.ts';

/** A service with everything that a proposal for it rests on, read at one time. */
export interface Subject {
  readonly service: Service;
  readonly history: History;
  readonly sizeAt: SizeAt;
  /** Its Changes of the last 7 days and its proposals of the last 15, newest first. */
  readonly changes: readonly Change[];
  readonly proposals: readonly Proposal[];
}

/** At most so many rollouts of the last 14 days are looked at; more of them leave gaps in what is known. */
const ROLLOUTS = 100;

/** Reads what a proposal needs to know. Reads only. */
export async function loadSubject(
  ports: Pick<Ports, 'store' | 'metrics' | 'clock'>,
  service: Service,
): Promise<Subject> {
  const { store } = ports;
  const now = ports.clock.now();
  const [history, deployments, revisions, changes, proposals] = await Promise.all([
    readHistory(ports, service.name, { fromMs: now.getTime() - HISTORY.days * MS.day, toMs: now.getTime() }),
    list(store, Deployments, { ...deploymentsOf(service.name), limit: ROLLOUTS }),
    list(store, Revisions, { ...revisionsOf(service.name), limit: ROLLOUTS }),
    newerThan(
      each(store, Changes, changesOf('service', service.name)),
      addDays(now.toISOString(), -WAIT_DAYS.edit),
    ),
    proposalsSince(ports, service.name, addDays(now.toISOString(), -WAIT_DAYS.blocked - 1)),
  ]);
  const sizeAt = sizeTimeline({ service, deployments: deployments.items, revisions: revisions.items });
  return { service, history, sizeAt, changes, proposals };
}

/** Clean history of a service over `[fromMs, toMs)`. */
export async function readHistory(
  { metrics }: Pick<Ports, 'metrics'>,
  service: string,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<History> {
  const series = await metrics.read({
    service,
    metrics: HISTORY_METRICS,
    from: new Date(span.fromMs),
    to: new Date(span.toMs),
    periodSec: HISTORY.stepSec,
  });
  return cleanHistory(series, span);
}

/** The proposals of a service that were made after `since`, newest first. */
function proposalsSince(
  { store }: Pick<Ports, 'store'>,
  service: string,
  since: string,
): Promise<readonly Proposal[]> {
  const all = each(store, Proposals, proposalsOf(service));
  return newerThan(mapped(all), since).then((found) => found.map(({ proposal }) => proposal));
}

async function* mapped(proposals: AsyncGenerator<Proposal>) {
  for await (const proposal of proposals) yield { proposal, createdAt: proposal.at };
}

async function newerThan<Value extends { readonly createdAt: string }>(
  newestFirst: AsyncGenerator<Value>,
  since: string,
): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of newestFirst) {
    if (isBefore(value.createdAt, since)) break;
    found.push(value);
  }
  return found;
}

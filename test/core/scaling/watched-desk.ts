import type { Change } from '../../../core/contract/change.ts';
import type { MetricName, MetricSeries } from '../../../core/contract/monitoring.ts';
import type { Decision } from '../../../core/contract/scaling.ts';
import type { Service } from '../../../core/contract/service.ts';
import type { Metrics, Ports } from '../../../core/ports.ts';
import { evaluateScaling } from '../../../core/scaling/evaluate-scaling.ts';
import { list, put } from '../../../core/store/record-type.ts';
import { Changes, changesOf } from '../../../core/store/records/changes.ts';
import { Decisions, decisionsOf } from '../../../core/store/records/decisions.ts';
import { Services } from '../../../core/store/records/services.ts';
import { addSeconds, MS } from '../../../core/units.ts';
import { type Desk, deployPortal, openDesk } from '../changes/desk.ts';

export const NAME = 'ai-recommender';

/** What every minute shows; a metric that is absent has no points. */
export type Minute = Partial<Record<MetricName, number>>;

/** A desk whose services are measured: the story's portal at 2..4 tasks, settled. */
export interface WatchedDesk {
  readonly desk: Desk;
  readonly ports: Ports;
  /** What is measured from now on. */
  minute: Minute;
  evaluate(trigger?: Decision['trigger']): Promise<Decision>;
  /** Lets so many minutes pass, evaluating once in each. */
  pass(minutes: number): Promise<readonly Decision[]>;
  wait(seconds: number): void;
  service(): Promise<Service>;
  /** Sets fields of the service behind everybody's back. */
  set(fields: Partial<Service>): Promise<void>;
  decisions(): Promise<readonly Decision[]>;
  raises(): Promise<readonly Change[]>;
}

export async function openWatchedDesk(): Promise<WatchedDesk> {
  const desk = await openDesk();
  await deployPortal(desk);
  const state = { minute: {} as Minute }; // safe: nothing is measured yet
  const ports: Ports = { ...desk.ports, metrics: metricsOf(state) };
  const now = () => ports.clock.now().toISOString();
  const evaluate = async (trigger: Decision['trigger'] = 'tick') => {
    const decision = await evaluateScaling(ports, { service: NAME, trigger, correlationId: 'test' });
    if (!decision) throw new Error(`${NAME} was not evaluated`);
    return decision;
  };
  const wait = (seconds: number) => desk.clock.set(new Date(addSeconds(now(), seconds)));
  return Object.assign(state, {
    desk,
    ports,
    evaluate,
    wait,
    pass: async (minutes: number) => {
      const made: Decision[] = [];
      for (let i = 0; i < minutes; i++) {
        wait(60);
        made.push(await evaluate());
      }
      return made;
    },
    service: () => desk.service(NAME),
    set: async (fields: Partial<Service>) => {
      const service = await desk.service(NAME);
      const next = { ...service, ...fields, version: service.version + 1 };
      await ports.store.commit({ writes: [put(Services, next)], audit: [], events: [] });
    },
    decisions: async () => (await list(ports.store, Decisions, { ...decisionsOf(NAME), limit: 100 })).items,
    raises: async () => {
      const { items } = await list(ports.store, Changes, { ...changesOf('service', NAME), limit: 100 });
      return items.filter(({ requestedBy }) => requestedBy.kind === 'scaler');
    },
  });
}

/** Every full minute of the past shows what `state` says now, the last one not yet published. */
function metricsOf(state: { readonly minute: Minute }): Metrics {
  return {
    read: async ({ service, metrics, from, to, periodSec }) =>
      metrics.map((metric): MetricSeries => {
        const value = state.minute[metric];
        const points = [];
        const first = Math.ceil(from.getTime() / MS.minute) * MS.minute;
        for (let at = first; at <= to.getTime() - 2 * MS.minute; at += MS.minute)
          if (value !== undefined) points.push({ at: new Date(at).toISOString(), value });
        return { service, metric, unit: '', periodSec, points };
      }),
  };
}

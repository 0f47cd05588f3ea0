import type { AlarmKind } from '../../core/contract/monitoring.ts';
import type { AlarmRule, Alarms } from '../../core/ports.ts';

/** Alarms of environment `test` under test, what altered them, and a hand that puts one into ALARM. */
export interface AlarmsUnderTest {
  readonly alarms: Alarms;
  /** How many alarms were put or deleted so far. */
  mutations(): number;
  raise(service: string, kind: AlarmKind): void | Promise<void>;
}

const QUICK = { periodSec: 60, datapointsToAlarm: 3, evaluationPeriods: 3 } as const;

/** One rule of each kind, as `alarmRulesFor` gives them for a service with the usual targets. */
export const RULES: readonly AlarmRule[] = [
  { kind: 'cpu-high', metric: 'cpu', comparison: 'above', threshold: 0.77, ...QUICK },
  {
    kind: 'cpu-low',
    metric: 'cpu',
    comparison: 'below',
    threshold: 0.35,
    periodSec: 60,
    datapointsToAlarm: 15,
    evaluationPeriods: 15,
  },
  { kind: 'memory-high', metric: 'memory', comparison: 'above', threshold: 0.88, ...QUICK },
  { kind: 'p95-high', metric: 'p95Ms', comparison: 'above', threshold: 360, ...QUICK },
  {
    kind: '5xx-high',
    metric: 'errors5xx',
    comparison: 'above',
    threshold: 10,
    periodSec: 60,
    datapointsToAlarm: 3,
    evaluationPeriods: 5,
  },
  { kind: 'below-min', metric: 'running', comparison: 'below', threshold: 2, ...QUICK },
  {
    kind: 'crash-loop',
    metric: 'restarts',
    comparison: 'above',
    threshold: 0.25,
    periodSec: 600,
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
  },
];

/** The promises that every adapter of the `Alarms` port keeps. `open` gives one without alarms. */
export function describeAlarms(name: string, open: () => Promise<AlarmsUnderTest>): void {
  describe(`${name}: the alarms of services`, () => {
    let under: AlarmsUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    const ensure = (rules: readonly AlarmRule[], service = 'portal') =>
      under.alarms.ensure({
        service,
        rules,
        cause: { actor: 'dev', changeId: '01JNWW3Z3Z3Z3Z3Z3Z3Z3Z3Z3Z' },
      });
    const kinds = async (service = 'portal') =>
      (await under.alarms.list(service)).map(({ kind }) => kind).sort();
    const mutationsOf = async (act: () => Promise<void>) => {
      const before = under.mutations();
      await act();
      return under.mutations() - before;
    };

    it('are none before any is ensured', async () => {
      expect(await under.alarms.list('portal')).toEqual([]);
      expect(await under.alarms.listAlarming()).toEqual([]);
    });

    it('are told as they were ensured, named after environment, service and kind', async () => {
      await ensure(RULES);
      const listed = await under.alarms.list('portal');
      expect(listed).toHaveLength(RULES.length);
      for (const rule of RULES)
        expect(listed).toContainEqual({
          ...rule,
          name: `hms/test/portal/${rule.kind}`,
          service: 'portal',
          state: 'INSUFFICIENT_DATA',
          stateSince: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        });
    });

    it('are altered by nothing when they are as they should be', async () => {
      await ensure(RULES);
      expect(await mutationsOf(() => ensure(RULES))).toBe(0);
      expect(await mutationsOf(() => ensure([...RULES].reverse()))).toBe(0);
    });

    it('follow a rule that changed, and only that', async () => {
      await ensure(RULES);
      const changed = RULES.map((rule) => (rule.kind === 'below-min' ? { ...rule, threshold: 4 } : rule));
      expect(await mutationsOf(() => ensure(changed))).toBe(1);
      expect(await under.alarms.list('portal')).toContainEqual(
        expect.objectContaining({ kind: 'below-min', threshold: 4 }),
      );
    });

    it('go when they are no longer named', async () => {
      await ensure(RULES);
      await ensure(RULES.slice(0, 2));
      expect(await kinds()).toEqual(['cpu-high', 'cpu-low']);
      await ensure([]);
      expect(await kinds()).toEqual([]);
      expect(await mutationsOf(() => ensure([]))).toBe(0);
    });

    it('are those of one service: another whose name begins alike keeps its own', async () => {
      await ensure(RULES.slice(0, 1), 'portal-web');
      await ensure(RULES, 'portal');
      expect(await kinds('portal-web')).toEqual(['cpu-high']);
      await ensure([], 'portal');
      expect(await kinds('portal-web')).toEqual(['cpu-high']);
    });

    it('are listed while they are in ALARM, of all services', async () => {
      await ensure(RULES, 'portal');
      await ensure(RULES, 'ingest');
      await under.raise('portal', 'cpu-high');
      await under.raise('ingest', 'crash-loop');
      const alarming = [...(await under.alarms.listAlarming())].sort((a, b) =>
        a.service < b.service ? -1 : 1,
      );
      expect(alarming).toMatchObject([
        { service: 'ingest', kind: 'crash-loop' },
        { service: 'portal', kind: 'cpu-high' },
      ]);
    });

    it('keep their state when their rule changes', async () => {
      const [rule] = RULES;
      if (!rule) throw new Error('there are rules');
      await ensure([rule]);
      await under.raise('portal', 'cpu-high');
      await ensure([{ ...rule, threshold: 0.9 }]);
      expect(await under.alarms.list('portal')).toMatchObject([{ state: 'ALARM', threshold: 0.9 }]);
    });
  });
}

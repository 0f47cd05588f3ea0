import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { ENV } from '../../core/contract/env.ts';
import { type ControlPlaneFunctions, controlPlaneFunctions } from '../constructs/control-plane-functions.ts';
import { deadLetters } from '../constructs/dead-letters.ts';
import { LiveApi, liveEndpoint } from '../constructs/live-api.ts';
import { Night } from '../constructs/night.ts';
import { OpsApi } from '../constructs/ops-api.ts';
import { OpsBus } from '../constructs/ops-bus.ts';
import { OpsQueue } from '../constructs/ops-queue.ts';
import { PlatformReading } from '../constructs/platform-reading.ts';
import { letAskWho, letKeepAlarms } from '../constructs/reconcile-rights.ts';
import { Schedules } from '../constructs/schedules.ts';
import { TableStream } from '../constructs/table-stream.ts';
import { tellQueues } from '../constructs/tell-queues.ts';
import type { OpsContext } from '../context.ts';
import { environmentNames } from '../environment-names.ts';
import type { DashboardStack } from './dashboard-stack.ts';
import type { FleetStack } from './fleet-stack.ts';
import type { StateStack } from './state-stack.ts';

/** The environment's choices, and the stacks below. */
export interface ControlPlaneProps extends StackProps {
  readonly context: OpsContext;
  readonly state: StateStack;
  readonly fleet: FleetStack;
  readonly dashboard: DashboardStack;
}

/** The queues between events and the functions that react to them. */
export type ControlPlaneQueues = Readonly<Record<'reconcile' | 'alarm' | 'intake' | 'timers', OpsQueue>>;

/** What changes with every release: functions, and what calls them. Nothing in it holds state. */
export class ControlPlaneStack extends Stack {
  readonly functions: ControlPlaneFunctions;
  readonly queues: ControlPlaneQueues;
  readonly stream: TableStream;
  readonly schedules: Schedules;
  readonly night: Night;
  readonly #props: ControlPlaneProps;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id, props);
    this.#props = props;
    const { context, state, fleet, dashboard } = props;
    const { base, alarms } = environmentNames(context.environment);
    const { host } = fleet;
    const f = controlPlaneFunctions(this, host, context);
    this.functions = f;
    this.queues = this.#queues();
    this.stream = new TableStream(this, 'Stream', {
      streamArn: state.table.streamArn(),
      parked: host.parked,
    });
    this.schedules = new Schedules(this, 'Schedules', {
      groupName: base,
      deadLetters: deadLetters(this, 'ScheduleDeadLetters', host.parked),
    });
    this.night = new Night(this, 'Night', {
      name: `${base}-night`,
      plan: f['night-plan'],
      optimize: f.optimize,
      logs: host.logs,
    });
    const bus = new OpsBus(this, 'Bus', base);
    tellQueues({
      bus,
      queues: this.queues,
      clusterArn: fleet.cluster.clusterArn,
      servicesPrefix: this.formatArn({ service: 'ecs', resource: 'service', resourceName: `${base}/` }),
      alarmPrefix: alarms,
    });
    this.#doors();
    this.#grantRecords();
    this.#grantPlatform(alarms);
    this.#grantMessages(bus);
    dashboard.identity.letVerify(f.live);
  }

  #queues(): ControlPlaneQueues {
    const { reconcile, alarm, intake, timers } = this.functions;
    const { parked } = this.#props.fleet.host;
    const queue = (id: string, reader: typeof reconcile, how: { batchSize: number; readers: number }) =>
      new OpsQueue(this, id, { reader, parked, ...how });
    return {
      reconcile: queue('Reconcile', reconcile, { batchSize: 10, readers: 15 }),
      alarm: queue('Alarms', alarm, { batchSize: 10, readers: 5 }),
      intake: queue('Intake', intake, { batchSize: 1, readers: 2 }),
      timers: queue('Timers', timers, { batchSize: 10, readers: 2 }),
    };
  }

  /** What people, pages and the clock come in by. */
  #doors(): void {
    const { context, fleet, dashboard } = this.#props;
    const { api, changes, audit, policies, live, tick, anchor } = this.functions;
    new OpsApi(this, 'Routes', {
      api: dashboard.api,
      functions: { api, changes, audit, policies },
      authorizer: dashboard.identity.authorizer,
      context,
      logs: fleet.host.logs,
    });
    new LiveApi(this, 'LiveRoutes', { api: dashboard.live, door: live });
    this.schedules.call('Tick', tick, '1 minute');
    this.schedules.call('Anchor', anchor, '5 minutes');
    this.schedules.send('Sweep', this.queues.reconcile, { rate: '1 minute', message: { kind: 'sweep' } });
  }

  /** Who reads the table, who writes it, and who follows it. */
  #grantRecords(): void {
    const { state } = this.#props;
    const f = this.functions;
    const commit = [f.api, f.changes, f.audit, f.policies, f.live, f.push, f.intake, f.alarm];
    const readers = [f.anchor, f.timers, f['night-plan']];
    for (const fn of [...commit, f.reconcile, f.tick, f.optimize]) {
      state.table.grantRead(fn);
      state.table.grantCommit(fn);
    }
    for (const fn of readers) state.table.grantRead(fn);
    this.stream.follow(f.outbox, { prefix: 'OUTBOX#', maxAge: Duration.hours(12) });
    this.stream.follow(f.push, { maxAge: Duration.minutes(5) });
    state.anchors.letAnchor(f.anchor);
    state.anchors.letVerify(f.audit);
  }

  /** Who sees the platform, and the one that alters it. */
  #grantPlatform(alarmPrefix: string): void {
    const { state, fleet, dashboard, context } = this.#props;
    const { api, changes, policies, intake, alarm, reconcile, tick, optimize } = this.functions;
    const reading = new PlatformReading(this, 'Platform', fleet.cluster.clusterName);
    for (const fn of [api, alarm, reconcile, tick, optimize]) reading.letReadMetrics(fn);
    for (const fn of [api, reconcile, tick]) reading.letListAlarms(fn);
    for (const fn of [changes, tick]) reading.letCheckSpecs(fn);
    fleet.cluster.letReconcile(reconcile, `${dashboard.api.apiEndpoint}${API_PREFIX}`);
    fleet.cluster.letFindTasks(policies);
    letAskWho(reconcile);
    letKeepAlarms(reconcile, alarmPrefix);
    this.night.letRun(reconcile);
    state.bundleKey.letSign(policies);
    for (const fn of [policies, intake]) fn.tell(ENV.governanceKeys, JSON.stringify(context.governanceKeys));
  }

  /** Who tells whom. */
  #grantMessages(bus: OpsBus): void {
    const { dashboard } = this.#props;
    const { outbox, push, reconcile, timers } = this.functions;
    bus.letPut(outbox);
    this.queues.reconcile.letSend(reconcile, ENV.reconcileQueue);
    this.schedules.letKeepJobs(timers, this.queues.reconcile);
    dashboard.letPush(push);
    push.tell(ENV.liveEndpoint, liveEndpoint(dashboard.live));
  }
}

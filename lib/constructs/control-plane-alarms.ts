import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../core/contract/functions.ts';
import type { ControlPlaneStack } from '../stacks/control-plane-stack.ts';
import type { DashboardStack } from '../stacks/dashboard-stack.ts';
import type { FleetStack } from '../stacks/fleet-stack.ts';
import type { StateStack } from '../stacks/state-stack.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { LIVE_STAGE } from './live-api.ts';

/** What is watched. */
export interface Watched {
  readonly state: StateStack;
  readonly fleet: FleetStack;
  readonly dashboard: DashboardStack;
  readonly controlPlane: ControlPlaneStack;
}

const FIVE_MINUTES = Duration.minutes(5);

/** A piece of work is late when it waits this long: events are to be answered within a minute. */
const LATE_SEC = 300;

/** The time in which 95 of 100 calls are to be answered, in ms. */
const SLOW_MS = 2_000;

/** One alarm for each thing that can break; each has its section in docs/runbook.md. */
export class ControlPlaneAlarms extends Construct {
  readonly #topic: AlarmTopic;
  readonly #watched: Watched;

  constructor(scope: Construct, id: string, topic: AlarmTopic, watched: Watched) {
    super(scope, id);
    this.#topic = topic;
    this.#watched = watched;
    this.#functions();
    this.#deadLetters();
    this.#queues();
    this.#doors();
    this.#clockwork();
    this.#audit();
    this.#table();
  }

  #functions(): void {
    for (const { name, fn } of Object.values(this.#watched.controlPlane.functions)) {
      this.#topic.ring(`${name}-errors`, {
        metric: fn.metricErrors({ period: FIVE_MINUTES }),
        says: `The function ${name} failed.`,
      });
      this.#topic.ring(`${name}-throttled`, {
        metric: fn.metricThrottles({ period: FIVE_MINUTES }),
        says: `The function ${name} was called more often than its share allows.`,
        runbook: 'throttled',
      });
    }
  }

  #deadLetters(): void {
    const { controlPlane, fleet } = this.#watched;
    const { queues, stream, schedules } = controlPlane;
    const letters: Readonly<Record<string, Queue>> = {
      ...Object.fromEntries(Object.entries(queues).map(([name, queue]) => [name, queue.deadLetters])),
      ...Object.fromEntries(stream.deadLetters),
      schedules: schedules.deadLetters,
    };
    for (const [name, queue] of Object.entries(letters)) this.#notEmpty(`${name}-dead-letters`, queue);
    this.#notEmpty('failed-calls', fleet.host.failedCalls);
    this.#notEmpty('parked-letters', fleet.host.parked.queue);
  }

  #notEmpty(id: string, queue: Queue): void {
    this.#topic.ring(id, {
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: FIVE_MINUTES,
        statistic: Stats.MAXIMUM,
      }),
      says: 'Something could not be done and waits for a person.',
    });
  }

  #queues(): void {
    const { queues, functions } = this.#watched.controlPlane;
    for (const [name, { queue }] of Object.entries(queues))
      this.#topic.ring(`${name}-late`, {
        metric: queue.metricApproximateAgeOfOldestMessage({
          period: FIVE_MINUTES,
          statistic: Stats.MAXIMUM,
        }),
        says: `Work waits in the queue ${name}.`,
        runbook: 'queue-late',
        atLeast: LATE_SEC,
      });
    for (const name of ['outbox', 'push'] satisfies FunctionName[])
      this.#topic.ring(`${name}-late`, {
        metric: functions[name].fn.metric('IteratorAge', {
          period: FIVE_MINUTES,
          statistic: Stats.MAXIMUM,
        }),
        says: `The function ${name} is behind the stream of the table.`,
        runbook: 'stream-late',
        atLeast: LATE_SEC * 1_000,
      });
  }

  #doors(): void {
    const { api, live } = this.#watched.dashboard;
    const ofApi = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        statistic,
        period: FIVE_MINUTES,
        dimensionsMap: { ApiId: api.apiId },
      });
    this.#topic.ring('api-5xx', {
      metric: ofApi('5xx', Stats.SUM),
      says: 'Calls of the API failed.',
      atLeast: 3,
    });
    this.#topic.ring('api-slow', {
      metric: ofApi('Latency', Stats.percentile(95)),
      says: 'The API answers slowly.',
      atLeast: SLOW_MS,
      periods: 3,
    });
    this.#topic.ring('live-failing', {
      metric: new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: 'IntegrationError',
        statistic: Stats.SUM,
        period: FIVE_MINUTES,
        dimensionsMap: { ApiId: live.apiId, Stage: LIVE_STAGE },
      }),
      says: 'Pages could not connect to what tells them of changes.',
      atLeast: 3,
    });
  }

  #clockwork(): void {
    const { functions, schedules, night } = this.#watched.controlPlane;
    this.#topic.ring('tick-silent', {
      metric: functions.tick.fn.metricInvocations({ period: FIVE_MINUTES }),
      says: 'The minute tick has not come for five minutes.',
      below: 1,
    });
    const leftOver = 'A part of what is due each minute failed, and was left to the next.';
    this.#logged('tick-part-failed', 'tick', 'tick.failed', leftOver);
    this.#logged('sweep-part-failed', 'reconcile', 'tick.failed', leftOver);
    for (const [id, metricName, group] of [
      ['schedules-failing', 'TargetErrorCount', schedules.groupName],
      ['schedules-dropped', 'InvocationDroppedCount', schedules.groupName],
      ['job-schedules-failing', 'TargetErrorCount', schedules.jobGroupName],
      ['job-schedules-dropped', 'InvocationDroppedCount', schedules.jobGroupName],
    ] as const)
      this.#topic.ring(id, {
        metric: new Metric({
          namespace: 'AWS/Scheduler',
          metricName,
          statistic: Stats.SUM,
          period: FIVE_MINUTES,
          dimensionsMap: { ScheduleGroup: group },
        }),
        says: 'A schedule could not deliver.',
        runbook: 'schedules-failing',
      });
    for (const metricName of ['ExecutionsFailed', 'ExecutionsTimedOut'] as const)
      this.#topic.ring(metricName === 'ExecutionsFailed' ? 'night-failed' : 'night-timed-out', {
        metric: new Metric({
          namespace: 'AWS/States',
          metricName,
          statistic: Stats.SUM,
          period: FIVE_MINUTES,
          dimensionsMap: { StateMachineArn: night.stateMachineArn },
        }),
        says: 'A night of the optimizer did not end well.',
        runbook: 'night-failed',
      });
  }

  #audit(): void {
    const { anchor } = this.#watched.controlPlane.functions;
    this.#topic.ring('anchor-stale', {
      metric: anchor.fn.metricInvocations({ period: Duration.minutes(15) }),
      says: 'The audit trail has not been anchored for fifteen minutes.',
      below: 1,
    });
    this.#logged(
      'anchor-refused',
      'anchor',
      'audit.anchor-refused',
      'The audit trail is not what was anchored.',
    );
  }

  /** Rings when a function logs the fixed name of an event. */
  #logged(id: string, name: FunctionName, event: string, says: string): void {
    const filter = new MetricFilter(this, id, {
      logGroup: this.#watched.controlPlane.functions[name].logGroup,
      filterPattern: FilterPattern.stringValue('$.message', '=', event),
      metricNamespace: 'HMS/ControlPlane',
      metricName: `${name}/${event}`,
      metricValue: '1',
    });
    const metric = filter.metric({ statistic: Stats.SUM, period: FIVE_MINUTES });
    this.#topic.ring(id, { metric, says });
  }

  #table(): void {
    const { tableName } = this.#watched.state.table.table;
    for (const [id, metricName] of [
      ['table-reads-throttled', 'ReadThrottleEvents'],
      ['table-writes-throttled', 'WriteThrottleEvents'],
    ] as const)
      this.#topic.ring(id, {
        metric: new Metric({
          namespace: 'AWS/DynamoDB',
          metricName,
          statistic: Stats.SUM,
          period: FIVE_MINUTES,
          dimensionsMap: { TableName: tableName },
        }),
        says: 'The table refused requests.',
        runbook: 'table-throttled',
      });
  }
}

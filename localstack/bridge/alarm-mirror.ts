import { type CloudWatchClient, type MetricAlarm, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { alarmIn } from '../../adapters/aws/alarm-rule.ts';
import { CloudWatchAlarmReader } from '../../adapters/aws/cloudwatch-alarm-reader.ts';
import { ACTORS } from '../../core/actors.ts';
import type { Alarm } from '../../core/contract/monitoring.ts';
import { alarmName } from '../../core/monitoring/alarm-name.ts';
import type { Alarms } from '../../core/ports.ts';

/** An alarm that changed its state, as the simulated cloud tells it. */
export interface AlarmChange {
  readonly service: string;
  readonly alarmKind: Alarm['kind'];
  readonly state: Alarm['state'];
  readonly at: string;
}

/** What an `AlarmMirror` is made of: `client` speaks to CloudWatch, `alarms` are those of the simulated cloud. */
export interface MirrorParts {
  readonly client: CloudWatchClient;
  readonly alarms: Alarms;
  readonly environment: string;
}

/**
 * Evaluates the alarms that the product keeps in CloudWatch where CloudWatch does not: they are known to the simulated
 * cloud, which evaluates them each minute on what it measured, and what becomes of them is told as CloudWatch tells it.
 */
export class AlarmMirror {
  readonly #parts: MirrorParts;
  readonly #reader: CloudWatchAlarmReader;
  readonly #events = new EventBridgeClient({});
  readonly #known = new Map<string, string>();

  constructor(parts: MirrorParts) {
    this.#parts = parts;
    this.#reader = new CloudWatchAlarmReader(parts);
  }

  /** Lets the simulated cloud know the alarms that there are now. */
  async look(): Promise<void> {
    const found = await this.#reader.found(`hms/${this.#parts.environment}/`);
    const serviceOf = (alarm: MetricAlarm) => alarmIn(alarm)?.service;
    const services = new Set([...found.flatMap((alarm) => serviceOf(alarm) ?? []), ...this.#known.keys()]);
    for (const service of services)
      await this.#follow(
        service,
        found.filter((alarm) => serviceOf(alarm) === service),
      );
  }

  /** Sets the states in CloudWatch and tells the changes on the bus. Source: CloudWatch User Guide, "Alarm events". */
  async tell(changes: readonly AlarmChange[]): Promise<void> {
    for (const change of changes) await this.#tell(change);
  }

  async #follow(service: string, found: readonly MetricAlarm[]): Promise<void> {
    const rules = found.flatMap((alarm) => alarmIn(alarm) ?? []).map(ruleOf);
    const said = JSON.stringify(rules.toSorted((a, b) => a.kind.localeCompare(b.kind)));
    if ((this.#known.get(service) ?? '[]') === said) return;
    this.#known.set(service, said);
    await this.#parts.alarms.ensure({ service, rules, cause: { actor: ACTORS.reconciler.sub } });
  }

  async #tell({ service, alarmKind: kind, state, at }: AlarmChange): Promise<void> {
    const name = alarmName({ environment: this.#parts.environment, service, kind });
    const reason = `Threshold crossed, as measured at ${at}.`;
    const set = new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: reason });
    // An alarm that was deleted meanwhile tells nothing.
    const there = await this.#parts.client.send(set).then(
      () => true,
      () => false,
    );
    if (!there) return;
    const detail = { alarmName: name, state: { value: state, reason, timestamp: at.replace('Z', '+0000') } };
    const Entries = [
      {
        Source: 'aws.cloudwatch',
        DetailType: 'CloudWatch Alarm State Change',
        Detail: JSON.stringify(detail),
        Time: new Date(at),
      },
    ];
    await this.#events.send(new PutEventsCommand({ Entries }));
  }
}

function ruleOf({ name: _name, service: _service, state: _state, stateSince: _since, ...rule }: Alarm) {
  return rule;
}

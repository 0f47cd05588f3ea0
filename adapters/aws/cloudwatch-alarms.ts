import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm, AlarmKind } from '../../core/contract/monitoring.ts';
import type { Cause } from '../../core/fleet/compute.ts';
import type { Alarms } from '../../core/ports.ts';
import { isSameAlarm, putAlarmInput } from './alarm-rule.ts';
import { answered } from './aws-client.ts';
import { CloudWatchAlarmReader } from './cloudwatch-alarm-reader.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';
import type { MetricPlace } from './cloudwatch-sources.ts';

type EnsureRequest = Parameters<Alarms['ensure']>[0];

interface Parts {
  readonly client: CloudWatchClient;
  readonly place: MetricPlace;
}

/** Keeps the alarms of services as they should be, and tells them. */
export class CloudWatchAlarms implements Alarms {
  readonly #client: CloudWatchClient;
  readonly #place: MetricPlace;
  readonly #reader: CloudWatchAlarmReader;

  constructor({ client, place }: Parts) {
    this.#client = client;
    this.#place = place;
    this.#reader = new CloudWatchAlarmReader({ client, environment: place.environment });
  }

  /** One call where all is as it should be; one more for each alarm that is not. @throws OpsError `platform.unavailable` */
  async ensure({ service, rules, cause }: EnsureRequest): Promise<void> {
    const found = await this.#reader.found(`hms/${this.#place.environment}/${service}/`);
    const wanted = rules.map((rule) => putAlarmInput(this.#place, service, rule));
    for (const alarm of wanted.filter((one) => !found.some((known) => isSameAlarm(known, one))))
      await this.#put(alarm, cause);
    const names = new Set(wanted.map(({ AlarmName }) => AlarmName));
    const spare = found.flatMap(({ AlarmName = '' }) => (names.has(AlarmName) ? [] : [AlarmName]));
    if (spare.length === 0) return;
    await answered('cloudwatch', this.#client.send(new DeleteAlarmsCommand({ AlarmNames: spare })));
  }

  list(service: string): Promise<readonly Alarm[]> {
    return this.#reader.list(service);
  }

  listAlarming(): Promise<readonly { readonly service: string; readonly kind: AlarmKind }[]> {
    return this.#reader.listAlarming();
  }

  /** Tags are only taken when an alarm is made; they say which Change made it. */
  async #put(alarm: PutMetricAlarmCommandInput, cause: Cause): Promise<void> {
    const tags = [
      { Key: 'hms:environment', Value: this.#place.environment },
      { Key: 'hms:managed-by', Value: 'hms-ops' },
      ...(cause.changeId === undefined ? [] : [{ Key: 'hms:change', Value: cause.changeId }]),
    ];
    const command = new PutMetricAlarmCommand({ ...alarm, Tags: tags });
    await answered('cloudwatch', this.#client.send(command));
  }
}

/** The alarms of the environment, to be kept. */
export function openAlarms(place: MetricPlace): CloudWatchAlarms {
  return new CloudWatchAlarms({ client: cloudWatchClient(), place });
}

import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type Alarm, type AlarmKind, AlarmState } from '../../core/contract/monitoring.ts';
import { parseAlarmName } from '../../core/monitoring/alarm-name.ts';
import type { Alarms } from '../../core/ports.ts';
import { alarmIn } from './alarm-rule.ts';
import { answered } from './aws-client.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';

/** The most that CloudWatch names in one answer. Source: Amazon CloudWatch API Reference, DescribeAlarms. */
const PAGE = 100;

/** Tells the alarms of services and their states. Alters nothing. */
export class CloudWatchAlarmReader implements Pick<Alarms, 'list' | 'listAlarming'> {
  readonly #client: CloudWatchClient;
  readonly #environment: string;

  constructor({ client, environment }: { readonly client: CloudWatchClient; readonly environment: string }) {
    this.#client = client;
    this.#environment = environment;
  }

  /** The alarms of a service: one call. @throws OpsError `platform.unavailable` */
  async list(service: string): Promise<readonly Alarm[]> {
    const found = await this.found(`hms/${this.#environment}/${service}/`);
    return found.flatMap((alarm) => alarmIn(alarm) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Every alarm of the environment that is in ALARM: a call for each hundred. @throws OpsError `platform.unavailable` */
  async listAlarming(): Promise<readonly { readonly service: string; readonly kind: AlarmKind }[]> {
    const found = await this.found(`hms/${this.#environment}/`, AlarmState.enum.ALARM);
    return found.flatMap(({ AlarmName = '' }) => parseAlarmName(AlarmName) ?? []);
  }

  /** What CloudWatch holds under names that begin so. */
  async found(prefix: string, state?: AlarmState): Promise<readonly MetricAlarm[]> {
    const alarms: MetricAlarm[] = [];
    let next: string | undefined;
    do {
      const command = new DescribeAlarmsCommand({
        AlarmNamePrefix: prefix,
        AlarmTypes: ['MetricAlarm'],
        MaxRecords: PAGE,
        ...(state !== undefined && { StateValue: state }),
        ...(next !== undefined && { NextToken: next }),
      });
      const answer = await answered('cloudwatch', this.#client.send(command));
      alarms.push(...(answer.MetricAlarms ?? []));
      next = answer.NextToken;
    } while (next !== undefined);
    return alarms;
  }
}

/** The alarms of the environment, to be read. */
export function openAlarmReader(environment: string): CloudWatchAlarmReader {
  return new CloudWatchAlarmReader({ client: cloudWatchClient(), environment });
}

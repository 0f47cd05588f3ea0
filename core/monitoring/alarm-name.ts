import { AlarmKind } from '../contract/monitoring.ts';
import { Name } from '../contract/primitives.ts';

/** What an alarm's name says. */
export interface AlarmAddress {
  readonly environment: string;
  readonly service: string;
  readonly kind: AlarmKind;
}

/** The name of an alarm in the cloud: `hms/<environment>/<service>/<kind>`. */
export function alarmName({ environment, service, kind }: AlarmAddress): string {
  return `hms/${environment}/${service}/${kind}`;
}

/** What `name` names; undefined where it is not one of ours. */
export function parseAlarmName(name: string): AlarmAddress | undefined {
  const [prefix, environment, service, kind, ...rest] = name.split('/');
  if (prefix !== 'hms' || !environment || rest.length > 0) return undefined;
  const parsedService = Name.safeParse(service);
  const parsedKind = AlarmKind.safeParse(kind);
  return parsedService.success && parsedKind.success
    ? { environment, service: parsedService.data, kind: parsedKind.data }
    : undefined;
}

import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import type { OpsFunction } from './ops-function.ts';

/** Lets a function ask CloudTrail who set a task count by hand. */
export function letAskWho(fn: OpsFunction): void {
  fn.allow(new PolicyStatement({ actions: ['cloudtrail:LookupEvents'], resources: ['*'] }));
  acknowledge(fn.role.permissions(), 'noResource', [ANY_RESOURCE]);
}

/** Lets a function keep the alarms of services, whose names start with `prefix`. */
export function letKeepAlarms(fn: OpsFunction, prefix: string): void {
  const alarms = Stack.of(fn).formatArn({ service: 'cloudwatch', resource: `alarm:${prefix}*` });
  fn.allow(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:TagResource'],
      resources: [alarms],
    }),
  );
  fn.meansPattern(alarms);
}

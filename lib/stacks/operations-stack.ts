import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { ControlPlaneAlarms, type Watched } from '../constructs/control-plane-alarms.ts';
import { ControlPlaneBoard } from '../constructs/control-plane-board.ts';
import { entranceAlarms } from '../constructs/entrance-alarms.ts';
import type { OpsContext } from '../context.ts';
import { environmentNames } from '../environment-names.ts';

/** The environment's choices, and everything that is watched. */
export interface OperationsStackProps extends StackProps, Watched {
  readonly context: OpsContext;
}

/** Who watches the watcher: an alarm for each thing that can break, and one page that shows how it is. */
export class OperationsStack extends Stack {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    const { context, state, fleet, dashboard, controlPlane, ...rest } = props;
    super(scope, id, rest);
    const { base } = environmentNames(context.environment);
    const watched = { state, fleet, dashboard, controlPlane };
    this.topic = new AlarmTopic(this, 'Alarms', {
      base,
      key: state.key.key,
      parked: fleet.host.parked,
      email: context.alarmEmail,
    });
    new ControlPlaneAlarms(this, 'Watched', this.topic, watched);
    if (fleet.entrance) entranceAlarms(this.topic, fleet.entrance);
    new ControlPlaneBoard(this, 'Board', { name: base, alarms: this.topic.alarms, watched });
  }
}

import { openAlarms } from '../../../adapters/aws/cloudwatch-alarms.ts';
import { openEcsCompute } from '../../../adapters/aws/ecs/ecs-compute.ts';
import { openEcsTasks } from '../../../adapters/aws/ecs/ecs-tasks.ts';
import { ListedAlarms } from '../../../adapters/aws/listed-alarms.ts';
import { openNightTasks } from '../../../adapters/aws/night-tasks.ts';
import { TaskRunners } from '../../../adapters/aws/task-runners.ts';
import { ENV } from '../../../core/contract/env.ts';
import type { Ports } from '../../../core/ports.ts';
import { required } from '../environment.ts';
import { fleet } from './fleet-ports.ts';
import { scalingPorts } from './scaling-ports.ts';
import { metricPlace } from './table-ports.ts';

/** The ports of the one function that alters the platform. */
export function reconcilePorts(): Ports {
  const where = fleet();
  return {
    ...scalingPorts(),
    alarms: new ListedAlarms(openAlarms(metricPlace()), Date.now),
    compute: openEcsCompute(where),
    tasks: new TaskRunners({ images: openEcsTasks(where), builtins: openNightTasks(required(ENV.night)) }),
  };
}

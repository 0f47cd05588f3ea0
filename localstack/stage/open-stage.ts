import { join } from 'node:path';
import { ENV } from '../../core/contract/env.ts';
import { Quiet } from '../bridge/quiet.ts';
import { ShiftedClock } from '../bridge/shifted-clock.ts';
import { openStatesClock } from '../bridge/states-clock.ts';
import { addVariables } from '../deploy/functions.ts';
import { CloudSide, publicKeyOf } from './cloud-side.ts';
import { type Deployment, ENVIRONMENT } from './deployment.ts';
import { openEcsSide } from './ecs-side.ts';
import { emptyDeployment } from './empty.ts';
import { EmulatorStage } from './emulator-stage.ts';
import { storyStart } from './story-start.ts';
import { shiftedFunctions, testVariables } from './test-variables.ts';

/** The account that emulators answer as, unless told. */
const ACCOUNT = '000000000000';

/** The queues that must be empty before the story looks again, by the ids of their constructs. */
const QUEUES = ['Reconcile', 'Alarms', 'Intake', 'Timers'] as const;

/** A stage that is open, and how to leave it. */
export interface OpenStage {
  readonly stage: EmulatorStage;
  close(): Promise<void>;
}

/** Opens the deployed app on `endpoint` as an empty stage; what the test needs of it stands in `folder`. */
export async function openStage(
  deployment: Deployment,
  { folder, endpoint }: { readonly folder: string; readonly endpoint: string },
): Promise<OpenStage> {
  const { app, variables } = deployment;
  await emptyDeployment(deployment);
  const clockFile = join(folder, 'clock');
  const clock = new ShiftedClock(clockFile, storyStart(new Date()));
  const bundleKey = await publicKeyOf(variables[ENV.bundleKey] ?? '');
  const cloudSide = new CloudSide({ clock, environment: ENVIRONMENT, bundleKey });
  const ecs = await openEcsSide({
    cloud: cloudSide.cloud,
    clock,
    account: ACCOUNT,
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    cluster: variables[ENV.cluster] ?? '',
  });
  const states = await openStatesClock(endpoint, clock);
  const told = testVariables({ clockFile, ecsUrl: ecs.url, statesUrl: states.url });
  await addVariables(app, shiftedFunctions, told);
  const queues = QUEUES.map((name) => app.at(`${name}/Queue`));
  const quiet = await Quiet.open({ queues, bus: variables[ENV.bus] ?? '' });
  const stage = await EmulatorStage.open({ deployment, clock, cloudSide, quiet, told, ecs });
  return {
    stage,
    close: async () => {
      await ecs.close();
      await states.close();
    },
  };
}

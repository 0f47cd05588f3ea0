import { cloudWatchClient } from '../../adapters/aws/cloudwatch-client.ts';
import { openDynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { ENV } from '../../core/contract/env.ts';
import { type OpenAside, type StoryPlace, StoryWorld } from '../../test/story/story-world.ts';
import { AlarmMirror } from '../bridge/alarm-mirror.ts';
import { Bridge } from '../bridge/bridge.ts';
import { cloudWatchJsonClient } from '../bridge/cloudwatch-json-client.ts';
import { JobSchedules } from '../bridge/job-schedules.ts';
import { MetricFeed } from '../bridge/metric-feed.ts';
import { PolicyWatch } from '../bridge/policy-watch.ts';
import type { Quiet } from '../bridge/quiet.ts';
import type { ShiftedClock } from '../bridge/shifted-clock.ts';
import { TaskDoor } from '../bridge/task-door.ts';
import { Wakings } from '../bridge/wakings.ts';
import { addVariables } from '../deploy/functions.ts';
import type { CloudSide } from './cloud-side.ts';
import { type Deployment, ENVIRONMENT } from './deployment.ts';
import type { EcsSide } from './ecs-side.ts';
import { emptyDeployment, ownSchedules } from './empty.ts';
import { storyHands } from './story-hands.ts';
import { asideStart } from './story-start.ts';
import { flipOneByte } from './tamper.ts';
import { shiftedFunctions, type TestVariables } from './test-variables.ts';

/** What the story plays on: the deployed app, the clock of its functions, the cloud it acts on, and when it is quiet. */
export interface StageParts {
  readonly deployment: Deployment;
  readonly clock: ShiftedClock;
  readonly cloudSide: CloudSide;
  readonly ecs: EcsSide;
  readonly quiet: Quiet;
  /** What the functions were told besides what their stacks say. */
  readonly told: TestVariables;
}

/** The deployed app as a place of the story. */
export class EmulatorStage {
  readonly place: StoryPlace;
  readonly #parts: StageParts;
  readonly #begunAt: Date;
  #bridge: Bridge;

  private constructor(parts: StageParts, bridge: Bridge) {
    this.#parts = parts;
    this.#bridge = bridge;
    this.#begunAt = parts.clock.now();
    const { deployment, clock, cloudSide } = parts;
    const { people, governance } = deployment;
    const hands = storyHands({
      clock,
      cloud: cloudSide.cloud,
      bridge: () => this.#bridge,
      people,
      governance,
    });
    this.place = {
      baseUrl: deployment.apiUrl,
      hands,
      fetch: (url, init) => this.#fetch(url, init),
      tamper: (entry) => flipOneByte(deployment.variables[ENV.table] ?? '', entry),
      aside: (at) => this.#aside(at),
      cloudTakesCauses: false,
    };
  }

  /** Opens the stage at the clock's time. */
  static async open(parts: StageParts): Promise<EmulatorStage> {
    return new EmulatorStage(parts, await openBridge(parts));
  }

  /** The bridge that carries time now. */
  get bridge(): Bridge {
    return this.#bridge;
  }

  /** Whoever asks something of the product gives it something to do. */
  #fetch: typeof fetch = (url, init) => {
    if (init?.method !== 'GET') this.#bridge.touch();
    return fetch(url, init);
  };

  /**
   * The same deployment emptied, some days before the story. What was in it is gone, so it comes last.
   * Functions start anew: what they remember would lie in the future.
   */
  #aside: OpenAside = async (at) => {
    const { deployment, clock, cloudSide, told } = this.#parts;
    await this.#bridge.settle();
    await emptyDeployment(deployment);
    clock.restart(asideStart(this.#begunAt, at));
    cloudSide.empty();
    await addVariables(deployment.app, shiftedFunctions, told);
    this.#bridge = await openBridge(this.#parts);
    const world = new StoryWorld(this.place);
    await world.giveBudget(50);
    return {
      world,
      restart: () => Promise.reject(new Error('a deployment cannot be stopped and started again')),
      close: async () => undefined,
    };
  };
}

async function openBridge({ deployment, clock, cloudSide, ecs, quiet }: StageParts): Promise<Bridge> {
  const { app, variables } = deployment;
  const { cloud, agents } = cloudSide;
  const of = (name: string) => variables[name] ?? '';
  const policies = new PolicyWatch(openDynamoStore(of(ENV.table)));
  const door = new TaskDoor({ functionName: app.functionName('policies'), roleArn: of(ENV.taskRole) });
  await agents.connect({ store: policies, compute: cloud.compute, door });
  const place = { environment: ENVIRONMENT, cluster: of(ENV.cluster) };
  return new Bridge({
    clock,
    cloud,
    agents,
    ecs,
    quiet,
    policies,
    feed: new MetricFeed(cloudWatchJsonClient(), place),
    mirror: new AlarmMirror({ client: cloudWatchClient(), alarms: cloud.alarms, environment: ENVIRONMENT }),
    schedules: new JobSchedules({
      group: of(ENV.scheduleGroup),
      queueUrl: of(ENV.reconcileQueue),
      others: ownSchedules(deployment),
    }),
    wakings: new Wakings({
      tick: app.functionName('tick'),
      anchor: app.functionName('anchor'),
      reconcileQueue: of(ENV.reconcileQueue),
    }),
  });
}

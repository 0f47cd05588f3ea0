import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ECSClient } from '@aws-sdk/client-ecs';
import { clientSettings } from '../../../../adapters/aws/aws-client.ts';
import { TrailCountActors } from '../../../../adapters/aws/count-actors.ts';
import { EcsCalls, type Waiting } from '../../../../adapters/aws/ecs/ecs-calls.ts';
import { EcsCompute } from '../../../../adapters/aws/ecs/ecs-compute.ts';
import { EcsTasks } from '../../../../adapters/aws/ecs/ecs-tasks.ts';
import type { SimulatedCloud } from '../../../../adapters/embedded/cloud/simulated-cloud.ts';
import type { Clock } from '../../../../core/ports.ts';
import { type EcsApi, startEcsApi } from '../../../../localstack/ecs/ecs-api.ts';
import { openCloud } from '../../cloud-fixture.ts';
import { FLEET, PLACE } from './fleet.ts';

/** Time of its own: a pause takes none of anybody else's. */
export function virtualWaiting(): Waiting {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    pause: async (ms) => {
      nowMs += ms;
    },
  };
}

/** The adapters of ECS, with the real SDK, at an API over a simulated cloud. Every call is noted. */
export class EmulatedEcs {
  readonly #clients: readonly { destroy(): void }[];
  readonly compute: EcsCompute;
  readonly tasks: EcsTasks;

  private constructor(
    readonly api: EcsApi,
    /** What was sent, in order. */
    readonly sent: readonly { readonly operation: string; readonly input: unknown }[],
  ) {
    const settings = {
      ...clientSettings(),
      endpoint: api.url,
      region: PLACE.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const ecs = new ECSClient(settings);
    const trail = new CloudTrailClient(settings);
    this.#clients = [ecs, trail];
    const budget = new EcsCalls(ecs, virtualWaiting());
    const actors = new TrailCountActors({ client: trail, cluster: FLEET.cluster });
    this.compute = new EcsCompute({ calls: budget, fleet: FLEET, actors });
    this.tasks = new EcsTasks({ calls: budget, fleet: FLEET });
  }

  static async open(of: { readonly cloud: SimulatedCloud; readonly clock: Clock }): Promise<EmulatedEcs> {
    const sent: { operation: string; input: unknown }[] = [];
    const onCall = (operation: string, input: unknown) => void sent.push({ operation, input });
    const api = await startEcsApi({ ...of, ...PLACE, cluster: FLEET.cluster, onCall });
    return new EmulatedEcs(api, sent);
  }

  /** The operations that were called, in order. */
  get calls(): readonly string[] {
    return this.sent.map(({ operation }) => operation);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.api.close();
  }
}

/** What opens a simulated cloud with ECS over it; each is closed after its test. To be called where tests are described. */
export function emulatedPerTest() {
  const opened: EmulatedEcs[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((ecs) => ecs.close())));
  return async () => {
    const world = openCloud();
    const ecs = await EmulatedEcs.open(world);
    opened.push(ecs);
    return { ...world, ecs };
  };
}

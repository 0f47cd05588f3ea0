import type { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import type { Clock } from '../../core/ports.ts';
import { DefinitionBook } from './definition-book.ts';
import { definitionOperations } from './definition-operations.ts';
import { deploymentOperations } from './deployment-operations.ts';
import type { EcsEvent } from './ecs-event.ts';
import { EcsEvents } from './ecs-events-of.ts';
import { EcsArns, type EcsPlace } from './ecs-place.ts';
import { type Listening, type Operation, type Operations, serveJsonRpc } from './json-rpc.ts';
import { RunBook } from './run-book.ts';
import { ServiceBook } from './service-book.ts';
import { serviceOperations } from './service-operations.ts';
import { type TaskPlatform, taskOperations } from './task-operations.ts';
import { trailOperations } from './trail-operations.ts';

/** Whose cloud is served, and where it stands. */
export interface EcsApiOptions extends Omit<EcsPlace, 'caller'> {
  readonly cloud: SimulatedCloud;
  readonly clock: Clock;
  /** As whom every call acts; the product's reconcile function unless told. */
  readonly caller?: string;
  /** A free one unless told. */
  readonly port?: number;
  /** Sees every call before it is answered, as `RunTask`; what it throws is answered. */
  readonly onCall?: (operation: string, input: unknown) => void;
}

/** The API while it listens. */
export interface EcsApi extends Listening {
  /** Tells `listener` of the events that ECS sends to EventBridge, as the cloud's time passes. */
  onEvent(listener: (event: EcsEvent) => void): void;
}

const ECS = 'AmazonEC2ContainerServiceV20141113';
const TRAIL = 'CloudTrail_20131101';

/**
 * The API of ECS, and the question to CloudTrail that goes with it, over a simulated cloud: for tests, on loopback, by
 * the wire protocol of the real one. It has roll-outs, pauses, stops and events, which emulators of AWS lack. What the
 * real API would refuse - names, tags, tokens, settings out of its limits - is refused here too.
 */
export async function startEcsApi(options: EcsApiOptions): Promise<EcsApi> {
  const platform = platformOf(options);
  const { onCall = () => undefined } = options;
  const operations = {
    ...targets(ECS, ecsOperations(platform), onCall),
    ...targets(TRAIL, trailOperations(platform), onCall),
  };
  const listening = await serveJsonRpc(operations, options.port);
  const events = new EcsEvents(platform);
  return {
    ...listening,
    onEvent: (listener) =>
      options.cloud.onEvent((event) => {
        for (const one of events.of(event)) listener(one);
      }),
  };
}

function ecsOperations(platform: TaskPlatform): Operations {
  return {
    ...serviceOperations(platform),
    ...deploymentOperations(platform),
    ...definitionOperations(platform),
    ...taskOperations(platform),
  };
}

function platformOf({ cloud, clock, account, region, cluster, ...more }: EcsApiOptions): TaskPlatform {
  const caller =
    more.caller ?? `arn:aws:sts::${account}:assumed-role/${cluster}-reconcile/${cluster}-reconcile`;
  const place = { account, region, cluster, caller };
  const arns = new EcsArns(place);
  const definitions = new DefinitionBook(arns, place);
  const nowMs = () => clock.now().getTime();
  const services = new ServiceBook({ cloud, definitions, place, nowMs });
  return { cloud, arns, definitions, services, place, nowMs, runs: new RunBook() };
}

/** `operations` under their targets. */
function targets(
  prefix: string,
  operations: Operations,
  onCall: NonNullable<EcsApiOptions['onCall']>,
): Operations {
  const entries = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    `${prefix}.${name}`,
    async (input) => {
      onCall(name, input);
      return operation(input);
    },
  ]);
  return Object.fromEntries(entries);
}

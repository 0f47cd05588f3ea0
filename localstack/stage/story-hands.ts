import type { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import { secondsUntil } from '../../adapters/embedded/http/dev-world.ts';
import type { LocalGovernance } from '../../adapters/embedded/policy/local-governance.ts';
import { DevCloudRequest } from '../../core/contract/dev.ts';
import { signedText } from '../../core/policy/receive-policy.ts';
import { addSeconds } from '../../core/units.ts';
import type { StoryHands } from '../../test/story/story-world.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { ShiftedClock } from '../bridge/shifted-clock.ts';
import { People, type PersonName } from '../deploy/people.ts';

/** What the hands reach. `bridge`: the one that carries time now. */
export interface HandsParts {
  readonly clock: ShiftedClock;
  readonly cloud: SimulatedCloud;
  readonly bridge: () => Bridge;
  readonly people: People;
  readonly governance: LocalGovernance;
}

/** An id token of Cognito is good for an hour. */
const TOKEN_SEC = 3_600;

/** The story's hands in a deployment: what the dev routes are in the embedded world. Time passes by itself, at speed 1. */
export function storyHands({ clock, cloud, bridge, people, governance }: HandsParts): StoryHands {
  const now = () => clock.now().toISOString();
  return {
    takeIdentity: async ({ body }) => ({
      token: await people.idToken(personIn(body.as)),
      expiresAt: addSeconds(new Date().toISOString(), TOKEN_SEC),
    }),
    signPolicy: async ({ body }) => governance.sign(signedText(body)),
    getClock: async () => ({ now: now(), speed: 0 }),
    setClock: async ({ body }) => {
      if ('advanceSec' in body) await bridge().advance(body.advanceSec);
      if ('until' in body) await bridge().advance(secondsUntil(body.until, clock.now()));
      return { now: now(), speed: 0 };
    },
    setLoad: async ({ body: { service, factor, forSec } }) => {
      cloud.setLoad(service, factor, forSec);
      return { service, factor, until: addSeconds(now(), forSec) };
    },
    getCloud: async () => viewOf(cloud),
    alterCloud: async ({ body }) => {
      cloud.alterByHand(DevCloudRequest.parse(body));
      await bridge().settle();
      return viewOf(cloud);
    },
  };
}

/** Alarms are kept by CloudWatch: what the simulated cloud notes of them is only its copy. */
function viewOf(cloud: SimulatedCloud) {
  const { mutations, ...state } = cloud.state();
  return {
    ...state,
    mutations: mutations.filter(({ call }) => !call.endsWith('Alarm') && !call.endsWith('Alarms')),
  };
}

function personIn(name: string): PersonName {
  if (People.has(name)) return name;
  throw new Error(`Nobody in the story is called ${name}.`);
}

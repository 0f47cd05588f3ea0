import { LOCAL_IDENTITIES } from '../adapters/embedded/local-identities.ts';
import type { Embedded } from '../adapters/embedded/open-embedded.ts';
import { voteOnApproval } from '../core/approvals/vote-on-approval.ts';
import { breakGlass } from '../core/changes/break-glass.ts';
import { cancelChange } from '../core/changes/cancel-change.ts';
import { requestChange } from '../core/changes/request-change.ts';
import type { Intent } from '../core/contract/change.ts';
import { ServiceSpec } from '../core/contract/service-spec.ts';
import { stopDeployment } from '../core/fleet/stop-deployment.ts';
import { list } from '../core/store/record-type.ts';
import { Approvals, pendingApprovals } from '../core/store/records/approvals.ts';
import { Changes, openChanges } from '../core/store/records/changes.ts';
import type { Dice } from './dice.ts';

/** The services of a simulated world; the last depends on the first. */
export const SERVICES = ['job-ingest', 'ai-recommender', 'portal-web'] as const;

export const PROGRAM = 'grants';

const IMAGES: Readonly<Record<(typeof SERVICES)[number], readonly string[]>> = {
  'job-ingest': ['govlab/job-ingest:v1', 'govlab/job-ingest:v2', 'govlab/job-ingest:v3'],
  'ai-recommender': [
    'govlab/ai-recommender:v1',
    'govlab/ai-recommender:v2',
    'govlab/ai-recommender:v4-crash',
    'govlab/ai-recommender:v5-oom',
  ],
  'portal-web': ['govlab/portal-web:v1', 'govlab/portal-web:v2', 'govlab/portal-web:v5-slow-start'],
};

const SIZES = [
  { cpuUnits: 256, memoryMiB: 1024 },
  { cpuUnits: 512, memoryMiB: 1024 },
  { cpuUnits: 1024, memoryMiB: 4096 },
] as const;

const STRATEGIES = [
  { kind: 'rolling' },
  { kind: 'canary', percent: 25, bakeMin: 2, pause: true },
  { kind: 'blueGreen', bakeMin: 2 },
] as const;

/** Who acts on a world, and by which chance. */
export interface Visit {
  readonly embedded: Embedded;
  readonly dice: Dice;
}

type Deed = (visit: Visit) => Promise<unknown>;

const bounds = (dice: Dice) => {
  const min = dice.whole(1, 3);
  return { min, max: min + dice.whole(0, 5) };
};

const ask = ({ embedded: { ports } }: Visit, name: string, intent: Intent) =>
  requestChange(ports, {
    target: { kind: 'service', name },
    intent,
    requestedBy: { sub: 'dev', kind: 'human' },
    reason: 'simulation',
    correlationId: `sim-${ports.ids.next()}`,
  });

const deploy: Deed = (visit) => {
  const name = visit.dice.pick(SERVICES);
  const spec = ServiceSpec.parse({
    name,
    image: visit.dice.pick(IMAGES[name]),
    program: PROGRAM,
    ...visit.dice.pick(SIZES),
    replicas: bounds(visit.dice),
    strategy: visit.dice.pick(STRATEGIES),
    onDrift: visit.dice.pick(['report', 'revert']),
    dependsOn: name === 'portal-web' ? ['job-ingest'] : [],
  });
  return ask(visit, name, { kind: 'deploy', spec });
};

const setBounds: Deed = (visit) => {
  const now = visit.embedded.clock.now().getTime();
  const until = new Date(now + visit.dice.whole(1, 6) * 3_600_000).toISOString();
  const replicas = bounds(visit.dice);
  const intent = visit.dice.chance(0.5)
    ? { kind: 'bounds' as const, replicas, until }
    : { kind: 'bounds' as const, replicas };
  return ask(visit, visit.dice.pick(SERVICES), intent);
};

const rollback: Deed = (visit) =>
  ask(visit, visit.dice.pick(SERVICES), { kind: 'rollback', toRevision: visit.dice.whole(1, 4) });

const retire: Deed = (visit) => ask(visit, visit.dice.pick(SERVICES), { kind: 'retire' });

const restore: Deed = (visit) => ask(visit, visit.dice.pick(SERVICES), { kind: 'restore' });

const answerDrift: Deed = (visit) =>
  ask(visit, visit.dice.pick(SERVICES), {
    kind: 'drift',
    field: visit.dice.pick(['desiredCount', 'environment']),
    answer: visit.dice.pick(['revert', 'adopt']),
  });

const vote: Deed = async ({ embedded: { ports }, dice }) => {
  const { items } = await list(ports.store, Approvals, { ...pendingApprovals, limit: 20 });
  if (items.length === 0) return;
  const { id, planDigest } = dice.pick(items);
  const verdict = dice.chance(0.85) ? 'approve' : 'reject';
  const votes = ['ana', 'ben', 'dev'] as const;
  const voters = dice.chance(0.5) ? votes : [dice.pick(votes)];
  await Promise.allSettled(
    voters.map((who) =>
      voteOnApproval(ports, {
        approvalId: id,
        identity: LOCAL_IDENTITIES[who],
        vote: { verdict, planDigest, comment: 'simulation' },
        correlationId: `sim-${ports.ids.next()}`,
      }),
    ),
  );
};

const interfere: Deed = async ({ embedded: { ports }, dice }) => {
  const { items } = await list(ports.store, Changes, { ...openChanges, limit: 20 });
  const waiting = items.filter(({ status }) => status === 'AWAITING_APPROVAL');
  if (waiting.length === 0) return;
  const call = {
    changeId: dice.pick(waiting).id,
    reason: 'simulation',
    correlationId: `sim-${ports.ids.next()}`,
  };
  if (dice.chance(0.5)) await breakGlass(ports, { ...call, identity: LOCAL_IDENTITIES.dev });
  else await cancelChange(ports, { ...call, actor: { sub: 'dev', kind: 'human' } });
};

const stop: Deed = ({ embedded: { ports }, dice }) =>
  stopDeployment(ports, {
    service: dice.pick(SERVICES),
    actor: { sub: 'dev', kind: 'human' },
    reason: 'simulation',
    correlationId: `sim-${ports.ids.next()}`,
  });

const load: Deed = async ({ embedded: { cloud }, dice }) =>
  cloud.setLoad(dice.pick(SERVICES), dice.unit() * 6, dice.whole(300, 7_200));

const byHand: Deed = async ({ embedded: { cloud }, dice }) => {
  const service = dice.pick(SERVICES);
  const as = 'mallory@console';
  const deeds = [
    () => cloud.alterByHand({ service, as, desiredCount: dice.whole(0, 9) }),
    () => cloud.alterByHand({ service, as, environment: { DEBUG: String(dice.whole(0, 3)) } }),
    () => cloud.alterByHand({ service, as, killTasks: dice.whole(1, 3) }),
  ];
  dice.pick(deeds)();
};

/** What visitors do, the frequent ones more than once. What the product refuses is part of the simulation. */
export const DEEDS: readonly Deed[] = [
  deploy,
  deploy,
  deploy,
  setBounds,
  setBounds,
  rollback,
  retire,
  restore,
  answerDrift,
  vote,
  vote,
  vote,
  interfere,
  stop,
  load,
  load,
  load,
  byHand,
];

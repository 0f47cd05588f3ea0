import { serveEmbedded } from '../../adapters/embedded/http/serve-embedded.ts';
import { type LevelDatabase, openDatabase } from '../../adapters/embedded/level-database.ts';
import { itemKey } from '../../adapters/embedded/level-keys.ts';
import { LevelOutbox } from '../../adapters/embedded/level-outbox.ts';
import { LevelStore } from '../../adapters/embedded/level-store.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { type EmbeddedOptions, openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import type { AuditEntry } from '../../core/contract/audit.ts';
import { auditEntryKey } from '../../core/store/records/audit.ts';
import { checkInvariants } from './invariants.ts';
import { recordedSpike } from './recorded-spike.ts';
import type { Step } from './step.ts';
import { receivePolicy } from './steps/step-01-policy.ts';
import { planPortal } from './steps/step-02-plan.ts';
import { deployPortal } from './steps/step-03-deploy.ts';
import { brokenImage } from './steps/step-04-broken-image.ts';
import { canary } from './steps/step-05-canary.ts';
import { scaleOut } from './steps/step-06-scale-out.ts';
import { ceiling } from './steps/step-07-ceiling.ts';
import { approve } from './steps/step-08-approve.ts';
import { expired } from './steps/step-09-expired.ts';
import { friday } from './steps/step-10-friday.ts';
import { nightJob } from './steps/step-11-night-job.ts';
import { optimizer } from './steps/step-12-optimizer.ts';
import { rollOut } from './steps/step-13-roll-out.ts';
import { drift } from './steps/step-14-drift.ts';
import { breakGlass } from './steps/step-15-break-glass.ts';
import { retire } from './steps/step-16-retire.ts';
import { audit } from './steps/step-17-audit.ts';
import { PROGRAM, StoryWorld } from './story-world.ts';

const STEPS: readonly Step[] = [
  receivePolicy,
  planPortal,
  deployPortal,
  brokenImage,
  canary,
  scaleOut,
  ceiling,
  approve,
  expired,
  friday,
  nightJob,
  optimizer,
  rollOut,
  drift,
  breakGlass,
  retire,
  audit,
];

/** Steps that are promised and cannot be played yet. */
const NOT_YET: readonly { readonly step: number; readonly waitsFor: string }[] = [];

/** A step that was played. */
export interface PlayedStep {
  readonly step: number;
  readonly title: string;
  readonly ok: boolean;
  /** What it saw, or which promise broke. */
  readonly saw: string;
  readonly seconds: number;
}

export interface StoryOutcome {
  readonly steps: readonly PlayedStep[];
  readonly passed: number;
  readonly failed: number;
  readonly notYet: typeof NOT_YET;
}

export interface StoryOptions {
  /** A folder of recorded traces that drive the load. */
  readonly traces?: string | undefined;
  readonly onStep?: (step: PlayedStep) => void;
}

/** What two tasks of the recommender answer at 40 % of CPU, in requests a second. */
const ORDINARY_RPS = 20;

/** A Monday morning, so that Friday evening lies ahead. */
const MONDAY = new Date('2026-11-23T08:00:00.000Z');

/** Plays the acceptance story through the HTTP API in virtual time; stops at the first broken promise. */
export async function playStory({ traces, onStep }: StoryOptions = {}): Promise<StoryOutcome> {
  const spike = traces === undefined ? undefined : await recordedSpike(traces, ORDINARY_RPS);
  const stage = await openStage((service) => (service === 'ai-recommender' ? spike : undefined));
  const world = new StoryWorld(stage.baseUrl, { spike, tamper: stage.tamper });
  try {
    await giveBudget(world);
    const steps = await playAll(world, onStep);
    const failed = steps.filter(({ ok }) => !ok).length;
    return { steps, passed: steps.length - failed, failed, notYet: NOT_YET };
  } finally {
    await stage.close();
  }
}

async function playAll(world: StoryWorld, onStep: StoryOptions['onStep']): Promise<readonly PlayedStep[]> {
  const played: PlayedStep[] = [];
  for (const step of STEPS) {
    const result = await play(step, world);
    played.push(result);
    onStep?.(result);
    if (!result.ok) break;
  }
  return played;
}

async function play(step: Step, world: StoryWorld): Promise<PlayedStep> {
  const begun = performance.now();
  const told = { step: step.number, title: step.title };
  const seconds = () => (performance.now() - begun) / 1_000;
  try {
    const saw = await step.run(world);
    await checkInvariants(world);
    return { ...told, ok: true, saw, seconds: seconds() };
  } catch (error) {
    return {
      ...told,
      ok: false,
      saw: error instanceof Error ? error.message : String(error),
      seconds: seconds(),
    };
  }
}

async function giveBudget(world: StoryWorld): Promise<void> {
  await world
    .as('gov')
    .setBudget({ params: { name: PROGRAM }, body: { monthlyUsd: 250, reason: 'approved with LAB-7' } });
}

/** An embedded control plane on a free port whose time only passes when the story says so. */
async function openStage(workloads: EmbeddedOptions['workloads']) {
  const db = await openDatabase('memory');
  const store = new LevelStore({ db, outbox: await LevelOutbox.open(db), log: undefined });
  const embedded = await openEmbedded({
    start: MONDAY,
    seed: 7,
    speed: 0,
    logLevel: 'error',
    workloads,
    store,
  });
  const tokens = await LocalTokens.open();
  const server = await serveEmbedded({ embedded, tokens, port: 0 });
  return {
    baseUrl: `http://127.0.0.1:${server.port}`,
    tamper: (entry: AuditEntry) => flipOneByte(db, entry),
    close: async () => {
      await server.close();
      await embedded.close();
    },
  };
}

/** Flips the lowest bit of one letter of the stored reason; a second time flips it back. */
async function flipOneByte(db: LevelDatabase, { stream, seq, reason }: AuditEntry): Promise<void> {
  const key = itemKey(auditEntryKey(stream, seq));
  const [text = ''] = await db.getMany([key]);
  const at = text.indexOf(`"reason":"`) + `"reason":"`.length;
  if (reason.length === 0 || at < 10) throw new Error('the entry has no reason to flip a byte of');
  const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
  const value = text.slice(0, at) + flipped + text.slice(at + 1);
  await db.batch([{ type: 'put', key, value }], { sync: true });
}

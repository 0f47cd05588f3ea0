import { type Embedded, openEmbedded } from '../adapters/embedded/open-embedded.ts';
import { readHeads } from '../core/audit/audit-pages.ts';
import { requestChange } from '../core/changes/request-change.ts';
import { digestOf } from '../core/digest.ts';
import { OpsError } from '../core/errors.ts';
import type { Compute } from '../core/fleet/compute.ts';
import { Dice } from './dice.ts';
import { type FaultSwitch, faultyPlatform } from './faulty-platform.ts';
import { unrest, violations } from './invariants.ts';
import { DEEDS, PROGRAM } from './visitors.ts';

/** How a simulation is run. */
export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
  /** A bug put into the platform, to see that the simulation finds it. */
  readonly plant?: (compute: Compute) => Compute;
}

/** How it went. `digest` is the same whenever the same seed is run again. */
export interface SimulationOutcome {
  readonly seed: number;
  readonly steps: number;
  readonly faults: number;
  readonly violations: readonly string[];
  readonly digest: string;
}

const START = new Date('2026-03-02T08:00:00.000Z');
const EVENTS = { dropRatio: 0.2, duplicateRatio: 0.2, lateSec: 120 } as const;
const PLATFORM = { beforeRatio: 0.05, afterRatio: 0.05 } as const;

/**
 * Within so many quiet days everything must have come to rest: a canary waits a day for people, and the one that was
 * queued behind it another.
 */
const REST_DAYS = 4;
const DAY_SEC = 86_400;

/**
 * Lives through `steps` deeds of visitors, minutes apart, while events get lost and the platform fails, checking
 * after each what must always hold; then lets everything come to rest. Stops at the first violation.
 */
export async function simulate(options: SimulationOptions): Promise<SimulationOutcome> {
  const { seed, steps, plant = (compute) => compute } = options;
  const dice = new Dice(seed, 'visitors');
  const power: FaultSwitch = { on: true, injected: 0 };
  const platformDice = new Dice(seed, 'platform');
  const embedded = await openEmbedded({
    start: START,
    seed,
    speed: 0,
    logLevel: 'silent',
    faults: {
      events: EVENTS,
      platform: (compute) => faultyPlatform(plant(compute), { dice: platformDice, faults: PLATFORM, power }),
    },
  });
  try {
    await giveBudget(embedded);
    const found = await live(embedded, { dice, steps });
    power.on = false;
    const broken = found.violations.length > 0 ? found.violations : await comeToRest(embedded);
    const digest = digestOf(await readHeads(embedded.store));
    return { seed, steps: found.steps, faults: power.injected, violations: broken, digest };
  } finally {
    await embedded.close();
  }
}

async function live(embedded: Embedded, of: { readonly dice: Dice; readonly steps: number }) {
  for (let step = 1; step <= of.steps; step += 1) {
    const crash = await act(embedded, of.dice);
    await embedded.world.advance(of.dice.whole(20, 1_200));
    const found = [...crash, ...(await violations(embedded))];
    if (found.length > 0) return { steps: step, violations: found.map((text) => `step ${step}: ${text}`) };
  }
  return { steps: of.steps, violations: [] };
}

/** A refusal is an answer; anything else is a crash. */
async function act(embedded: Embedded, dice: Dice): Promise<readonly string[]> {
  try {
    await dice.pick(DEEDS)({ embedded, dice });
    return [];
  } catch (error) {
    if (OpsError.is(error) && error.code !== 'internal.error') return [];
    return [`a deed crashed: ${error instanceof Error ? error.stack : String(error)}`];
  }
}

async function comeToRest(embedded: Embedded): Promise<readonly string[]> {
  let moving = await unrest(embedded);
  for (let day = 0; day < REST_DAYS && (day === 0 || moving.length > 0); day += 1) {
    await embedded.world.advance(DAY_SEC);
    moving = await unrest(embedded);
  }
  const found = [...(await violations(embedded)), ...moving];
  return found.map((text) => `at rest: ${text}`);
}

async function giveBudget({ ports }: Embedded): Promise<void> {
  await requestChange(ports, {
    target: { kind: 'budget', name: PROGRAM },
    intent: { kind: 'budget', monthlyMicroUsd: 400_000_000, softRatio: 0.8, hardRatio: 1 },
    requestedBy: { sub: 'gov', kind: 'governance' },
    reason: 'simulation',
    correlationId: 'simulation',
  });
}

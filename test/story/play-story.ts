import { checkInvariants } from './invariants.ts';
import type { Step } from './step.ts';
import { type StoryPlace, StoryWorld } from './story-world.ts';

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
  readonly place: StoryPlace;
  /** What is played, in this order. */
  readonly steps: readonly Step[];
  readonly onStep?: (step: PlayedStep) => void;
}

/** Plays the acceptance story through the HTTP API in virtual time; stops at the first broken promise. */
export async function playStory({ place, steps: planned, onStep }: StoryOptions): Promise<StoryOutcome> {
  const world = new StoryWorld(place);
  await world.giveBudget(250);
  const steps = await playAll(world, planned, onStep);
  const failed = steps.filter(({ ok }) => !ok).length;
  return { steps, passed: steps.length - failed, failed, notYet: NOT_YET };
}

async function playAll(
  world: StoryWorld,
  steps: readonly Step[],
  onStep: StoryOptions['onStep'],
): Promise<readonly PlayedStep[]> {
  const played: PlayedStep[] = [];
  for (const step of steps) {
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

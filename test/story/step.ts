import type { StoryWorld } from './story-world.ts';

/** A step of the acceptance story. `number` as in the story; `run` returns what it saw, in a few words. */
export interface Step {
  readonly number: number;
  readonly title: string;
  run(world: StoryWorld): Promise<string>;
}

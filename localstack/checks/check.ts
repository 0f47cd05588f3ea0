import type { Deployment } from '../stage/deployment.ts';

/** Something that must hold of the deployed app. */
export interface Check {
  readonly name: string;
  /** @throws Error with what it saw when it does not hold */
  run(deployment: Deployment): Promise<void>;
}

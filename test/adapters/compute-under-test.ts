import type { Compute, RollOut } from '../../core/fleet/compute.ts';

/** A platform under test, with what its promises need to be seen. */
export interface ComputeUnderTest {
  readonly compute: Compute;
  /** Lets platform time pass; `look` is called whenever something may have changed. */
  pass(seconds: number, look?: () => Promise<void>): Promise<void>;
  /** A complete request to run one of three images of the same service; `broken` cannot be pulled. */
  order(
    image: 'good' | 'better' | 'broken',
    change?: { readonly generation?: number; readonly strategy?: RollOut['strategy'] },
  ): Parameters<Compute['create']>[0];
}

/** Opens a platform of its own for each test. */
export type OpenCompute = () => Promise<ComputeUnderTest>;

/** In this time every task of a new service is up, in the other a rollout has ended. */
export const START_SEC = 300;
export const ROLL_SEC = 900;

/** The service that all orders are of, which must be there. */
export async function see({ compute, order }: ComputeUnderTest) {
  const [observed] = await compute.observe([order('good').service]);
  if (observed?.kind !== 'present') throw new Error(`expected a service, saw ${JSON.stringify(observed)}`);
  return observed;
}

/** A platform on which the good image runs. */
export async function openRunning(open: OpenCompute): Promise<ComputeUnderTest> {
  const platform = await open();
  await platform.compute.create(platform.order('good'));
  await platform.pass(START_SEC);
  return platform;
}

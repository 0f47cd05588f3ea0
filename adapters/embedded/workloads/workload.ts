/** The demand on a service over time. */
export interface Workload {
  /** Requests a second that arrive at this instant, epoch ms; the same instant always gives the same number. */
  demandAt(ms: number): number;
}

/** Demand that is always the same. */
export function constantWorkload(rps: number): Workload {
  return { demandAt: () => rps };
}

import type { Admission } from '../ports.ts';

/**
 * Admission while no policy is in force: every Change is allowed, and its plan says by what.
 * The Governance Layer's policies take this seat once they are received.
 */
export const noPolicies: Admission = {
  policyVersion: 'none',
  verdict: async () => ({
    status: 'approved',
    policy: 'none in force',
    traceId: 'none',
    obligations: [],
  }),
};

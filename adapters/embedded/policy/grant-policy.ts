import type { GovernanceDecision, PolicyContent } from '../../../core/contract/policy.ts';

/** The name of the policy of the Job Training Grant, and of the program it binds. */
export const GRANT = 'job-training-grant';

/** The Governance Layer's word on it. */
export const GRANT_DECISION: GovernanceDecision = {
  status: 'approved',
  policy: 'LAB-7',
  trace_id: 'govlab-lab-7-2026-11',
};

const ADMISSION = `
@id("LAB-7.1 what no clause forbids is allowed")
@obligation("stay within $250 a month")
permit(principal, action, resource);

@id("LAB-7.2 images from govlab only")
forbid(principal, action in Action::"run", resource)
unless { context.imageRepository like "govlab/*" };

@id("LAB-7.3 jobs run images from govlab only")
forbid(principal, action == Action::"job", resource)
when { context has imageRepository && !(context.imageRepository like "govlab/*") };

@id("LAB-7.4 finance looks at a raise above $250 a month")
@review("finance")
forbid(principal, action in Action::"run", resource)
when { context.ceilingDeltaMonthlyCents > 0 && context.committedMonthlyCents > 25000 };
`;

const REGO = `package hms.grants

default allow := false

allow if startswith(input.image, "govlab/")
`;

/** What the policy says: images from govlab only, at most $250 a month without finance; and what tasks are to know. */
export const GRANT_CONTENT: PolicyContent = {
  admission: ADMISSION,
  data: { grant: { monthlyCapUsd: 250, imagesFrom: ['govlab'] } },
  rego: REGO,
  programs: [GRANT],
};

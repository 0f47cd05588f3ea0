import type {
  GovernanceDecision,
  PolicyContent,
  PolicyIntake,
  PolicyVersion,
} from '../../../core/contract/policy.ts';

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

/** The same rule, cut short: no OPA can take it. */
const BROKEN_REGO = `package hms.grants

allow if {
  startswith(input.image, "govlab/")
`;

/** The content, with the cap raised by a dollar a version so that each is another; or one that no task can take. Pure. */
export function grantContent(version: number, { broken }: { readonly broken: boolean }): PolicyContent {
  const data = { grant: { monthlyCapUsd: 249 + version, imagesFrom: ['govlab'] } };
  return { ...GRANT_CONTENT, data, rego: broken ? BROKEN_REGO : REGO };
}

/** The version that the Governance Layer would send after those there are, signed. */
export function nextGrantPolicy(
  all: readonly PolicyVersion[],
  how: {
    readonly broken: boolean;
    readonly sign: (message: unknown) => Pick<PolicyIntake, 'keyId' | 'signature'>;
  },
): PolicyIntake {
  const version = 1 + Math.max(0, ...all.map(({ sourceVersion }) => sourceVersion));
  const decided = { name: GRANT, version, content: grantContent(version, how), decision: GRANT_DECISION };
  return { ...decided, ...how.sign(decided) };
}

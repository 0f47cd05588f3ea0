import type { HttpWorld } from '../http/world.ts';

/** The Job Training Grant policy: images from govlab only; a raise above $250 a month is looked at by finance. */
export const GRANT_ADMISSION = `
@id("LAB-7.1 what is not forbidden is allowed")
@obligation("stay within $250 a month")
permit(principal, action, resource);

@id("LAB-7.2 images from govlab only")
forbid(principal, action in Action::"run", resource)
unless { context.imageRepository like "govlab/*" };

@id("LAB-7.3 jobs run images from govlab only")
forbid(principal, action == Action::"job", resource)
when { context has imageRepository && !(context.imageRepository like "govlab/*") };
`;

export const DECISION = { status: 'approved', policy: 'LAB-7', trace_id: 'trace-1' } as const;

/** The content of a policy that binds `programs`. */
export function content(programs: readonly string[] = [], more: object = {}) {
  return { admission: GRANT_ADMISSION, data: { grants: { monthlyCapUsd: 250 } }, programs, ...more };
}

/** A message as the Governance Layer would send it, signed. */
export async function signed(world: HttpWorld, message: object): Promise<Record<string, unknown>> {
  const body = { name: 'job-training-grant', version: 1, content: content(), decision: DECISION, ...message };
  const { json } = await world.call('nobody', 'POST', '/dev/governance/sign', { body });
  return { ...body, ...json };
}

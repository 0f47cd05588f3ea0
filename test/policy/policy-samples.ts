import { GRANT_CONTENT, GRANT_DECISION } from '../../adapters/embedded/policy/grant-policy.ts';
import type { HttpWorld } from '../http/world.ts';

/** The Governance Layer's word on the samples. */
export const DECISION = GRANT_DECISION;

/** The content of a policy that binds `programs`. */
export function content(programs: readonly string[] = [], more: object = {}) {
  return { ...GRANT_CONTENT, programs, ...more };
}

/** A message as the Governance Layer would send it, signed. */
export async function signed(world: HttpWorld, message: object): Promise<Record<string, unknown>> {
  const body = { name: 'job-training-grant', version: 1, content: content(), decision: DECISION, ...message };
  const { json } = await world.call('nobody', 'POST', '/dev/governance/sign', { body });
  return { ...body, ...json };
}

/** Sends it as the Governance Layer. */
export async function send(world: HttpWorld, message: object = {}) {
  return world.call('gov', 'POST', '/policies', { body: await signed(world, message) });
}

/** Everything that is stored but the trail and the keys of requests. */
export async function state(world: HttpWorld): Promise<string> {
  const lines = (await world.dump()).split('\n');
  return lines.filter((line) => !/AUDIT|IDEMPOTENCY|OUTBOX/i.test(line)).join('\n');
}

import type { Change } from '../contract/change.ts';
import type { Ports } from '../ports.ts';
import { each } from '../store/record-type.ts';
import { Changes, openChanges } from '../store/records/changes.ts';
import { isolated } from '../tick-parts.ts';
import { executeChange } from './execute-change.ts';
import { isBoxOver, revertChange } from './revert-change.ts';

/**
 * Finishes what is due among the Changes with work ahead: time boxes that are over, approved ones not yet executed. One
 * that fails is logged and holds no other back; it comes again with the next tick.
 */
export async function sweepChanges(ports: Ports, correlationId: string): Promise<void> {
  for await (const change of each(ports.store, Changes, openChanges))
    await isolated(ports, `tick.sweep ${change.id}`, () => finishDue(ports, change, correlationId));
}

async function finishDue(ports: Ports, change: Change, correlationId: string): Promise<void> {
  if (isBoxOver(change, ports.clock.now().toISOString())) await revertChange(ports, change.id);
  else if (change.status === 'APPROVED') await executeChange(ports, { changeId: change.id, correlationId });
}

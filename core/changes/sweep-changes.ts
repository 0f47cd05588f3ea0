import type { Ports } from '../ports.ts';
import { each } from '../store/record-type.ts';
import { Changes, openChanges } from '../store/records/changes.ts';
import { executeChange } from './execute-change.ts';
import { isBoxOver, revertChange } from './revert-change.ts';

/** Finishes what is due among the Changes with work ahead: time boxes that are over, approved ones not yet executed. */
export async function sweepChanges(ports: Ports, correlationId: string): Promise<void> {
  const now = ports.clock.now().toISOString();
  for await (const change of each(ports.store, Changes, openChanges)) {
    if (isBoxOver(change, now)) await revertChange(ports, change.id);
    else if (change.status === 'APPROVED') await executeChange(ports, { changeId: change.id, correlationId });
  }
}

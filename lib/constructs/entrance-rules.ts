import { createHash } from 'node:crypto';

/** The most that a rule's priority may be. Source: Elastic Load Balancing API reference, CreateRule. */
const LAST = 50_000;

/**
 * A priority for the rule of each service that stays the same when others come and go: moving rules would meet on one
 * number while a stack is updated. Hosts are told apart by name, so that the order means nothing. Pure.
 */
export function rulePriorities(services: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  const priorities = [...services].sort().map((service): readonly [string, number] => {
    let priority = 1 + (createHash('sha256').update(service).digest().readUInt32BE(0) % LAST);
    while (taken.has(priority)) priority = 1 + (priority % LAST);
    taken.add(priority);
    return [service, priority];
  });
  return new Map(priorities);
}

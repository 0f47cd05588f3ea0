import type { Ports } from './ports.ts';

/** A part of the tick: what it does is due whether or not an event said so. */
export type TickPart = (ports: Ports, correlationId: string) => Promise<unknown>;

/** Parts by name, in the order in which they are done. */
export type TickParts = Readonly<Record<string, TickPart>>;

/**
 * Does `parts`, whether or not an event said so. One that fails is logged and the others still run; what it left comes
 * again with the next tick.
 */
export async function doParts(ports: Ports, parts: TickParts): Promise<void> {
  const correlationId = `tick-${ports.ids.next()}`;
  for (const [name, part] of Object.entries(parts))
    await isolated(ports, name, () => part(ports, correlationId));
}

/** Does `work` on behalf of a part; a failure is logged and holds nothing else back. */
export async function isolated(ports: Ports, name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ports.log.error('tick.failed', {
      part: name,
      error: error instanceof Error ? error.stack : String(error),
    });
  }
}

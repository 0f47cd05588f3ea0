import { openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import type { ChangeTarget, Intent } from '../../core/contract/change.ts';
import type { Actor } from '../../core/contract/identity.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';
import type { Ports } from '../../core/ports.ts';
import { specOf } from './work.ts';

/** Long enough that the deployment has ended and the service was seen to be well. */
const SETTLED_SEC = 600;

/** More than all that a bench deploys may ever cost. */
const MONTHLY_MICRO_USD = 100_000_000 * 1_000_000;

/** The product in memory, over its real store, with one service that runs and a budget for more. Time stands still. */
export async function openProduct(): Promise<{ readonly ports: Ports; close(): Promise<void> }> {
  const start = new Date('2026-11-23T08:00:00.000Z');
  const embedded = await openEmbedded({ start, seed: 3, speed: 0, logLevel: 'error' });
  const { ports } = embedded;
  const spec = ServiceSpec.parse(specOf(0));
  await ask(ports, {
    target: { kind: 'budget', name: spec.program },
    intent: { kind: 'budget', monthlyMicroUsd: MONTHLY_MICRO_USD, softRatio: 0.8, hardRatio: 1 },
    requestedBy: { sub: 'gov', kind: 'governance' },
  });
  await ask(ports, {
    target: { kind: 'service', name: spec.name },
    intent: { kind: 'deploy', spec },
    requestedBy: { sub: 'ana', kind: 'human' },
  });
  await embedded.world.advance(SETTLED_SEC);
  return { ports, close: () => embedded.close() };
}

interface Wish {
  readonly target: ChangeTarget;
  readonly intent: Intent;
  readonly requestedBy: Actor;
}

async function ask(ports: Ports, wish: Wish): Promise<void> {
  await requestChange(ports, { ...wish, reason: 'seeded for a bench', correlationId: ports.ids.next() });
}

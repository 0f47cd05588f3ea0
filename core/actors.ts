import type { Actor } from './contract/identity.ts';

/** The product's own actors, as they stand in Changes, decisions and audit entries. */
export const ACTORS = {
  scaler: { sub: 'scaler', kind: 'scaler' },
  reconciler: { sub: 'reconciler', kind: 'scaler' },
  monitor: { sub: 'monitor', kind: 'scaler' },
  clock: { sub: 'clock', kind: 'scaler' },
  policyRollOut: { sub: 'policy-roll-out', kind: 'governance' },
  optimizer: { sub: 'optimizer', kind: 'optimizer' },
  governance: { sub: 'governance', kind: 'governance' },
} as const satisfies Record<string, Actor>;

import type { Proposal } from '../../../core/contract/proposal.ts';

const LIMITS = { cpuUnits: 512, memoryMiB: 1_024, min: 2, max: 4, cpuTarget: 0.6 } as const;
const NOTHING = { beforeMicroUsd: 0, afterMicroUsd: 0, deltaMicroUsd: 0 } as const;

/** A proposal for the service `ai-recommender` of the desk, applied and being verified unless `more` says otherwise. */
export function proposalOf(id: string, more: Partial<Proposal> = {}): Proposal {
  return {
    id,
    service: 'ai-recommender',
    program: 'grants',
    at: '2026-11-23T12:00:00.000Z',
    runId: 'run',
    class: 'REDUCE',
    status: 'VERIFYING',
    statusReason: 'Applied; it is verified for 24 hours.',
    before: LIMITS,
    after: LIMITS,
    cost: { floor: NOTHING, expected: NOTHING, ceiling: NOTHING },
    evidence: { samples: 300, outOfMemoryKills: 0 },
    bindingConstraint: 'none',
    alternatives: [],
    explanation: [],
    verification: '',
    undo: '',
    predictedSavingMicroUsd: 0,
    version: 1,
    ...more,
  };
}

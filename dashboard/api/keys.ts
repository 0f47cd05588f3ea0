import type { LiveMessage } from '../../core/contract/events.ts';

/** The names under which answers are kept; a live message invalidates by their beginnings. */
export const KEYS = {
  home: ['home'],
  services: ['services'],
  service: (name: string) => ['service', name],
  changes: ['changes'],
  change: (id: string) => ['change', id],
  approvals: ['approvals'],
  approval: (id: string) => ['approval', id],
  budgets: ['budgets'],
  jobs: ['jobs'],
  job: (name: string) => ['job', name],
  policies: ['policies'],
  policy: (name: string) => ['policy', name],
  policyDecisions: ['policy-decisions'],
  proposals: ['proposals'],
  savings: ['savings'],
  audit: ['audit'],
  verification: ['verification'],
  clock: ['clock'],
  metrics: ['metrics'],
} as const;

/** Which kept answers a message of the live socket makes old, and no others. */
export function madeOldBy({ kind, id }: LiveMessage): readonly (readonly string[])[] {
  switch (kind) {
    case 'service':
      return [KEYS.service(id), KEYS.services, KEYS.home];
    case 'change':
      return [KEYS.change(id), KEYS.changes];
    case 'approval':
      return [KEYS.approval(id), KEYS.approvals, KEYS.home];
    case 'budget':
      return [KEYS.budgets, KEYS.home];
    case 'job':
      return [KEYS.job(id), KEYS.jobs, KEYS.home];
    case 'policy':
      return [KEYS.policy(id), KEYS.policies, KEYS.home];
    case 'audit':
      return [KEYS.audit];
    case 'clock':
      return [KEYS.clock];
  }
}

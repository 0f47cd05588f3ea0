import type { ErrorCode } from '../errors.ts';
import type { Route } from '../routes/route.ts';

/** What a route must have for a call of it to fail with these codes. */
const CAUSES: readonly { readonly when: (route: Route) => boolean; readonly codes: readonly ErrorCode[] }[] =
  [
    { when: ({ permission }) => permission !== 'public', codes: ['request.unauthenticated'] },
    {
      when: ({ permission }) => permission !== 'public' && permission !== 'authenticated',
      codes: ['request.forbidden'],
    },
    { when: () => true, codes: ['request.invalid', 'platform.unavailable', 'internal.error'] },
    {
      when: ({ body }) => body !== undefined,
      codes: ['request.malformed', 'request.too_large', 'request.unsupported_media_type'],
    },
    { when: isPaged, codes: ['request.bad_cursor'] },
    { when: ({ ifMatch }) => ifMatch === true, codes: ['version.mismatch'] },
    {
      when: ({ method, permission }) => method === 'POST' && permission !== 'public',
      codes: ['idempotency.reused', 'store.conflict'],
    },
    { when: ({ path }) => path.startsWith('/services/{name}'), codes: ['service.not_found'] },
    {
      when: ({ tag, success }) => tag === 'services' && success === 202,
      codes: ['budget.not_found', 'service.illegal_state', 'service.preflight_failed'],
    },
    { when: ({ success }) => success === 202, codes: ['policy.denied'] },
    { when: ({ path }) => path === '/services/{name}/rollback', codes: ['revision.not_found'] },
    { when: ({ path }) => path.endsWith('/retire'), codes: ['service.has_dependants'] },
    { when: ({ path }) => path.endsWith('/drift'), codes: ['service.no_drift', 'service.drift_fight'] },
    {
      when: ({ path }) => path.endsWith('/scale'),
      codes: ['service.illegal_state', 'service.out_of_bounds'],
    },
    { when: ({ path }) => path.endsWith('/deployment/stop'), codes: ['deployment.illegal_state'] },
    { when: ({ path }) => path.startsWith('/changes/{id}'), codes: ['change.not_found'] },
    { when: ({ path }) => path.startsWith('/changes/{id}/'), codes: ['change.illegal_state'] },
    { when: ({ path }) => path.startsWith('/approvals/{id}'), codes: ['approval.not_found'] },
    {
      when: ({ path }) => path.endsWith('/votes'),
      codes: [
        'approval.own_change',
        'approval.machine_vote',
        'approval.not_in_quorum',
        'approval.closed',
        'approval.stale',
        'approval.already_voted',
      ],
    },
    {
      when: ({ method, path }) => method === 'GET' && path === '/budgets/{name}',
      codes: ['budget.not_found'],
    },
    {
      when: ({ method, path }) => method === 'POST' && /^(\/dev)?\/policies$/.test(path),
      codes: [
        'policy.too_large',
        'policy.untrusted',
        'policy.not_approved',
        'policy.invalid',
        'policy.outdated',
        'policy.version_reused',
      ],
    },
    {
      when: ({ path }) => /^\/(policies|bundles)\/\{name\}|^\/status$/.test(path),
      codes: ['policy.not_found'],
    },
    { when: ({ permission }) => permission === 'policy:pull', codes: ['policy.unknown_task'] },
    { when: ({ path }) => path === '/policies/{name}/preview', codes: ['policy.invalid'] },
    { when: ({ path }) => path === '/policies/{name}/rollback', codes: ['policy.illegal_state'] },
    { when: ({ path }) => path.startsWith('/jobs/{name}'), codes: ['job.not_found'] },
    { when: ({ path }) => path.startsWith('/jobs/{name}/runs/{id}'), codes: ['run.not_found'] },
    {
      when: ({ tag, method, path }) => tag === 'jobs' && method === 'POST' && path.includes('/runs'),
      codes: ['job.illegal_state', 'run.illegal_state'],
    },
    {
      when: ({ tag, success, path }) => tag === 'jobs' && success === 202 && !path.includes('/runs'),
      codes: [
        'job.illegal_state',
        'budget.not_found',
        'service.not_found',
        'service.illegal_state',
        'service.preflight_failed',
      ],
    },
    { when: ({ path }) => path.startsWith('/proposals/{id}'), codes: ['proposal.not_found'] },
    {
      when: ({ path }) => path === '/proposals/{id}/apply',
      codes: [
        'proposal.illegal_state',
        'budget.not_found',
        'service.not_found',
        'service.illegal_state',
        'service.preflight_failed',
      ],
    },
    { when: ({ path }) => path === '/dev/token', codes: ['dev.unknown_identity'] },
    {
      when: ({ path, method }) => method === 'POST' && /^\/dev\/(load|cloud)/.test(path),
      codes: ['service.not_found'],
    },
  ];

/** The codes that a call of a route may fail with, without doubles. Pure. */
export function errorsOf(route: Route): readonly ErrorCode[] {
  return [...new Set(CAUSES.filter(({ when }) => when(route)).flatMap(({ codes }) => codes))];
}

function isPaged({ query }: Route): boolean {
  const shape: unknown = query && Reflect.get(query, 'shape');
  return typeof shape === 'object' && shape !== null && 'cursor' in shape;
}

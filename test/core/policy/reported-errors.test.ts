import type { OpaBundleStatus } from '../../../core/contract/policy.ts';
import { noted } from '../../../core/policy/receive-status.ts';

/**
 * What OPA says of a bundle that it has not taken: every failure has the code `bundle_error`, and only an HTTP answer
 * has an `http_code`. Source: open-policy-agent/opa, plugins/bundle/status.go `SetError`; download/download.go wraps
 * what was no answer as `request failed: %w`.
 */
describe('an error that a task reports of a bundle', () => {
  const known = { policy: 'grants', service: 'svc', taskId: 't', offered: 2, active: 1, at: '', version: 1 };
  const failedBy = (status: OpaBundleStatus) => {
    const task = { service: 'svc', taskId: 't' };
    const { failed, error } = noted({ known, task, name: 'grants', status, at: '2026-11-23T12:00:00.000Z' });
    return { failed, error };
  };
  const code = 'bundle_error';

  it.each([
    ['an answer that refuses', { code, http_code: 403, message: 'server replied with Forbidden' }],
    [
      'a timeout',
      { code, message: 'request failed: Get "https://ops/bundles/grants": context deadline exceeded' },
    ],
    ['a reset', { code, message: 'request failed: read tcp 10.0.0.1: connection reset by peer' }],
    ['a name that is not found', { code, message: 'request failed: dial tcp: lookup ops: no such host' }],
    ['credentials that cannot be had', { code, message: 'request failed: no credentials found' }],
  ])('is no verdict on the version when it was not downloaded: %s', (_what, status) => {
    const active_revision = 'grants@1';
    expect(failedBy({ active_revision, ...status })).toEqual({ failed: undefined, error: undefined });
  });

  it.each([
    ['a content that does not compile', { code, message: 'error(s) occurred while compiling module(s)' }],
    ['a signature that does not hold', { code, message: 'failed to verify JWT signature' }],
    ['one that only quotes such words', { code, message: 'rego: "request failed: x" is no rule' }],
    ['an error without a code', { errors: [{ message: 'unexpected eof token' }] }],
  ])('is one on the version that was offered last: %s', (_what, status) => {
    expect(failedBy(status)).toMatchObject({ failed: 2, error: expect.any(String) });
  });
});

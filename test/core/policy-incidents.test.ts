import { policyIncidents } from '../../core/api/views/policy-incidents.ts';
import { Incident } from '../../core/contract/home.ts';
import { PolicyStatus } from '../../core/contract/policy.ts';
import { VERSIONS } from '../browser/fixtures/policies.ts';

const incidentsAt = (status: PolicyStatus) =>
  policyIncidents(VERSIONS.slice(0, 1).map((version) => ({ ...version, status })));

describe('policies that have not reached all tasks', () => {
  it.each([
    ['STAGED', 'warning'],
    ['ROLLING_OUT', 'warning'],
    ['PAUSED', 'critical'],
    ['ROLLING_BACK', 'critical'],
  ] as const)('are an incident while %s: %s, named with version and page', (status, severity) => {
    const [incident] = incidentsAt(status).map((one) => Incident.parse(one));
    expect(incident).toMatchObject({ kind: 'policy', severity, policy: 'job-training-grant' });
    expect(incident?.title).toMatch(/^Policy job-training-grant@2 /);
  });

  it('are no incident once they are in force or over', () => {
    const over = PolicyStatus.options.filter((status) => incidentsAt(status).length === 0);
    expect(over).toEqual(['RECEIVED', 'VALIDATED', 'INVALID', 'ACTIVE', 'SUPERSEDED', 'ROLLED_BACK']);
  });
});

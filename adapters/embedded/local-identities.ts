import type { Identity } from '../../core/contract/identity.ts';

/** A person a visitor of the embedded world may be; `title` says what they do in the Job Training Grant story. */
export interface LocalIdentity extends Identity {
  readonly title: string;
}

/** Everybody whom the identity picker offers, by the short name that is also their `sub`. */
export const LOCAL_IDENTITIES = {
  ana: person('ana', 'Ana Ruiz', {
    title: 'Program manager',
    roles: ['viewer', 'approver'],
    groups: ['program'],
  }),
  ben: person('ben', 'Ben Okafor', {
    title: 'Budget officer',
    roles: ['viewer', 'approver'],
    groups: ['finance'],
  }),
  dev: person('dev', 'Dev Patel', { title: 'Deployer', roles: ['viewer', 'deployer', 'break-glass'] }),
  gov: {
    ...person('gov', 'Governance Layer', { title: 'Policy source', roles: ['viewer', 'policy-admin'] }),
    kind: 'governance',
  },
  aud: person('aud', 'Aud Lindqvist', { title: 'Auditor', roles: ['viewer', 'auditor'] }),
} as const satisfies Record<string, LocalIdentity>;

function person(
  sub: string,
  name: string,
  {
    title,
    roles,
    groups = [],
  }: Pick<LocalIdentity, 'title' | 'roles'> & Partial<Pick<LocalIdentity, 'groups'>>,
): LocalIdentity {
  return { sub, kind: 'human', name, title, roles, groups };
}

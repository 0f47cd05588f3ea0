import { type Identity, Role } from '../../core/contract/identity.ts';

/**
 * The claims of a token that was verified. API Gateway hands lists on as text, e.g. `[role:viewer program]`; the token
 * itself has them as lists.
 */
export type Claims = Readonly<Record<string, unknown>>;

const ROLE = 'role:';

/**
 * Who the bearer of a verified token is. The groups of the user pool that start with `role:` are roles, the others
 * are groups of approvers. A token without a user is a machine's, and machines never vote. Pure.
 */
export function identityOf(claims: Claims): Identity {
  const memberships = listOf(claims['cognito:groups']);
  const sub = String(claims['sub'] ?? '');
  const user = claims['cognito:username'] ?? claims['username'];
  const roles = memberships
    .filter((group) => group.startsWith(ROLE))
    .flatMap((group) => Role.safeParse(group.slice(ROLE.length)).data ?? []);
  return {
    sub,
    kind: user === undefined ? 'ci' : 'human',
    name: String(claims['name'] ?? user ?? sub),
    roles,
    groups: memberships.filter((group) => !group.startsWith(ROLE)),
  };
}

function listOf(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return String(claim ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter(Boolean);
}

import { type Identity, Role } from '../../core/contract/identity.ts';

/** The claims of a token that API Gateway has verified. Lists arrive as text, e.g. `[role:viewer program]`. */
export type Claims = Readonly<Record<string, string | number | boolean | readonly string[]>>;

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

function listOf(claim: Claims[string] | undefined): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return String(claim ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter(Boolean);
}

import * as z from 'zod';

/** Who asks: a person, a pipeline, or one of the product's own actors. Only `human` may vote. */
export const ActorKind = z.enum(['human', 'ci', 'optimizer', 'scaler', 'governance', 'task']);

/** Who did or asks something, as it is recorded. */
export const Actor = z.object({ sub: z.string().max(128), kind: ActorKind }).readonly();
export type Actor = z.infer<typeof Actor>;

/** What a person or pipeline may do is the sum of its roles. */
export const Role = z.enum([
  'viewer',
  'deployer',
  'approver',
  'policy-admin',
  'auditor',
  'break-glass',
  'task',
]);
export type Role = z.infer<typeof Role>;

/** The groups whose members approve; `approver` is a role within a group. */
export const ApproverGroup = z.string().regex(/^[a-z][a-z0-9-]{1,38}$/);

/** What a verified token says of its bearer. Nothing else about a caller is ever believed. */
export const Identity = z
  .object({
    sub: z.string().min(1).max(128),
    kind: ActorKind,
    name: z.string().max(128),
    roles: z.array(Role).readonly(),
    groups: z.array(ApproverGroup).readonly(),
  })
  .readonly()
  .meta({ id: 'Identity' });
export type Identity = z.infer<typeof Identity>;

/**
 * Permission -> the roles that carry it. `public` needs no token at all.
 * The dashboard reads this table to explain a disabled control, the API to refuse, the tests to try every pair.
 */
export const PERMISSIONS = {
  'fleet:read': ['viewer', 'deployer', 'approver', 'policy-admin', 'auditor', 'break-glass'],
  'service:change': ['deployer'],
  'change:cancel': ['deployer', 'approver'],
  'approval:vote': ['approver'],
  'budget:change': ['approver', 'policy-admin'],
  'break-glass:use': ['break-glass'],
  'policy:write': ['policy-admin'],
  'policy:pull': ['task'],
  'run:report': ['deployer', 'task'],
  'audit:read': ['auditor', 'approver', 'policy-admin'],
  'audit:export': ['auditor'],
} as const satisfies Record<string, readonly Role[]>;
/** What a route asks of its caller. */
export type Permission = keyof typeof PERMISSIONS;

/** Whether one of `roles` carries `permission`. */
export function mayDo(permission: Permission, roles: readonly Role[]): boolean {
  return PERMISSIONS[permission].some((role) => roles.includes(role));
}

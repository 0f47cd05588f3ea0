import { mayDo, PERMISSIONS, type Permission } from '../../core/contract/identity.ts';
import { useMe } from '../api/read.ts';

/** Why the viewer may not use a permission, in plain words; `undefined` when they may. */
export function useRefusal(permission: Permission): string | undefined {
  const me = useMe();
  if (mayDo(permission, me.roles)) return undefined;
  const roles = PERMISSIONS[permission].join(' or ');
  return `This needs the role ${roles}; ${me.name} has ${me.roles.join(', ') || 'none'}.`;
}

/** Why the viewer may not alter services; `undefined` when they may. */
export function useRefusedToChange(): string | undefined {
  return useRefusal('service:change');
}

import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';

/** Recomputes every chain of the audit trail, when asked. Not below the audit's key: new entries do not ask again. */
export function useAuditVerification(enabled: boolean) {
  return useRead([...KEYS.verification], (client, signal) => client.verifyAudit({ signal }), { enabled });
}

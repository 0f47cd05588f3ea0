import * as z from 'zod';
import { AuditEntry, AuditQuery, AuditVerification } from '../audit.ts';
import { pageOf } from '../primitives.ts';
import type { Route } from './route.ts';

/** Routes of the audit trail. */
export const auditRoutes = {
  listAudit: {
    permission: 'audit:read',
    success: 200,
    method: 'GET',
    path: '/audit',
    summary: 'Audit entries, newest first',
    query: AuditQuery,
    result: pageOf(AuditEntry),
    tag: 'audit',
  },
  verifyAudit: {
    permission: 'audit:read',
    success: 200,
    method: 'GET',
    path: '/audit/verification',
    summary: 'Recompute every chain and name the first broken entry',
    result: AuditVerification,
    tag: 'audit',
  },
  exportAudit: {
    permission: 'audit:export',
    success: 200,
    method: 'GET',
    path: '/audit/export',
    summary: 'Every audit entry, one JSON object a line, oldest first in each stream',
    result: z.string(),
    contentType: 'application/x-ndjson',
    tag: 'audit',
  },
} as const satisfies Record<string, Route>;

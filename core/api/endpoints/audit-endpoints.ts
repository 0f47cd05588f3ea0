import type { RoutesOf } from '../../contract/functions.ts';
import { auditRoutes } from '../../contract/routes/audit-routes.ts';
import type { AuditPorts, Endpoint, Handler } from '../handler.ts';
import { exportAudit, verifyAudit } from '../handlers/audit-handlers.ts';
import { bindAll } from './bind-all.ts';

/** What routes of the whole trail do. Exhaustive over the routes of the function `audit`. */
const AUDITING: { readonly [Name in RoutesOf<'audit'>]: Handler<(typeof auditRoutes)[Name], AuditPorts> } = {
  verifyAudit,
  exportAudit,
};

/** The endpoints of the function `audit`. */
export function auditEndpoints(): readonly Endpoint<AuditPorts>[] {
  return bindAll(auditRoutes, AUDITING);
}

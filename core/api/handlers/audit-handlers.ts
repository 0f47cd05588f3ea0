import * as z from 'zod';
import { exportAudit as exportEntries } from '../../audit/export-audit.ts';
import { listAudit as listEntries } from '../../audit/list-audit.ts';
import { verifyAudit as verify } from '../../audit/verify-audit.ts';
import type { auditRoutes } from '../../contract/routes/audit-routes.ts';
import { decodeCursor } from '../cursor.ts';
import type { AuditPorts, Handler, TablePorts } from '../handler.ts';
import { nextOf } from '../record-page.ts';

type AuditHandler<N extends keyof typeof auditRoutes, P = AuditPorts> = Handler<(typeof auditRoutes)[N], P>;

/** `GET /audit`. */
export const listAudit: AuditHandler<'listAudit', TablePorts> = async (ports, { query }) => {
  const { cursor, limit, ...filter } = query;
  const name = ['audit', filter];
  const page = await listEntries(ports, { ...query, cursor: decodeCursor(name, cursor, z.string()) });
  return { body: { items: page.items, ...nextOf(name, page.nextCursor) } };
};

/** `GET /audit/verification`. */
export const verifyAudit: AuditHandler<'verifyAudit'> = async (ports) => ({ body: await verify(ports) });

/** `GET /audit/export`: streamed, so that its length does not matter. */
export const exportAudit: AuditHandler<'exportAudit'> = async (ports) => ({ body: lines(ports) });

async function* lines(ports: Parameters<typeof exportEntries>[0]): AsyncGenerator<string, void> {
  for await (const entry of exportEntries(ports)) yield `${JSON.stringify(entry)}\n`;
}

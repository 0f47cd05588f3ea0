import * as z from 'zod';
import { exportAudit as exportEntries } from '../../audit/export-audit.ts';
import { listAudit as listEntries } from '../../audit/list-audit.ts';
import { verifyAudit as verify } from '../../audit/verify-audit.ts';
import type { ROUTES } from '../../contract/routes.ts';
import { decodeCursor } from '../cursor.ts';
import type { AuditPorts, Handler, TablePorts } from '../handler.ts';
import { nextOf } from '../record-page.ts';
import { homeView } from '../views/home-view.ts';

type GeneralHandler<N extends keyof typeof ROUTES, P = AuditPorts> = Handler<(typeof ROUTES)[N], P>;

/** `GET /home`. */
export const getHome: GeneralHandler<'getHome', TablePorts> = async (ports, { identity }) => ({
  body: await homeView(ports, identity),
});

/** `GET /me`. */
export const whoAmI: GeneralHandler<'whoAmI', TablePorts> = async (_ports, { identity }) => ({
  body: identity,
});

/** `GET /audit`. */
export const listAudit: GeneralHandler<'listAudit', TablePorts> = async (ports, { query }) => {
  const { cursor, limit, ...filter } = query;
  const name = ['audit', filter];
  const page = await listEntries(ports, { ...query, cursor: decodeCursor(name, cursor, z.string()) });
  return { body: { items: page.items, ...nextOf(name, page.nextCursor) } };
};

/** `GET /audit/verification`. */
export const verifyAudit: GeneralHandler<'verifyAudit'> = async (ports) => ({ body: await verify(ports) });

/** `GET /audit/export`: streamed, so that its length does not matter. */
export const exportAudit: GeneralHandler<'exportAudit'> = async (ports) => ({ body: lines(ports) });

async function* lines(ports: Parameters<typeof exportEntries>[0]): AsyncGenerator<string, void> {
  for await (const entry of exportEntries(ports)) yield `${JSON.stringify(entry)}\n`;
}

import * as z from 'zod';
import { addSeconds } from '../../units.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/** API Gateway ends a WebSocket connection after two hours. Source: Amazon API Gateway quotas, WebSocket APIs. */
const LIFETIME_SEC = 7_200;

/** A page that listens on AWS. `until`: when its connection ends at the latest. */
const LiveConnection = z.object({ id: z.string(), until: z.string(), version: z.int() }).readonly();
type LiveConnection = z.infer<typeof LiveConnection>;

/** | access pattern: the pages that listen, on AWS | query `LIVE` / `CONNECTION#id` | */
export const LiveConnectionRecords: RecordType<LiveConnection, string> = {
  name: 'live connection',
  schema: LiveConnection,
  key: (id) => ({ pk: livePages.pk, sk: `CONNECTION#${id}` }),
  idOf: ({ id }) => id,
  expiresAt: ({ until }) => until,
};

/** All pages that listen. */
export const livePages = { pk: 'LIVE', order: 'ascending' } as const satisfies Partial<Query>;

/** The record of a connection that was made at `at`. Pure. */
export function newConnection(id: string, at: string): LiveConnection {
  return { id, until: addSeconds(at, LIFETIME_SEC), version: 1 };
}

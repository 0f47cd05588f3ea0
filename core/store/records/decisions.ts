import { Decision } from '../../contract/scaling.ts';
import { addDays } from '../../units.ts';
import type { RecordType } from '../record-type.ts';

/** Decisions are kept for 30 days (spec, monitoring and scaling). */
const KEPT_DAYS = 30;

/**
 * | access pattern                  | how                                                   |
 * |---------------------------------|-------------------------------------------------------|
 * | a decision by service and id    | get `SERVICE#name` / `DECISION#id`                     |
 * | the decisions, newest first     | query `SERVICE#name`, prefix `DECISION#`, descending   |
 */
export const Decisions: RecordType<Decision, { readonly service: string; readonly id: string }> = {
  name: 'decision',
  schema: Decision,
  key: ({ service, id }) => ({ pk: `SERVICE#${service}`, sk: `DECISION#${id}` }),
  idOf: ({ service, id }) => ({ service, id }),
  expiresAt: ({ lastAt }) => addDays(lastAt, KEPT_DAYS),
};

/** The decisions about a service, newest first. */
export function decisionsOf(service: string) {
  return { pk: `SERVICE#${service}`, prefix: 'DECISION#', order: 'descending' } as const;
}

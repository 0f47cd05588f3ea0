import { Decision } from '../../contract/scaling.ts';
import { addDays } from '../../units.ts';
import { overwrite, put, type RecordType } from '../record-type.ts';
import type { Write } from '../store.ts';

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

/**
 * A copy of the decision that `lastDecisionId` of its service names, so that both are found by the service's name.
 *
 * | access pattern                  | how                                                   |
 * |---------------------------------|-------------------------------------------------------|
 * | the latest decision             | get `SERVICE#name` / `LATEST-DECISION`                 |
 */
export const LatestDecisions: RecordType<Decision, string> = {
  name: 'latest decision',
  schema: Decision,
  key: (service) => ({ pk: `SERVICE#${service}`, sk: 'LATEST-DECISION' }),
  idOf: ({ service }) => service,
};

/** The writes of a decision that is the latest of its service. Pure. */
export function latestDecisionWrites(decision: Decision): readonly Write[] {
  return [put(Decisions, decision), overwrite(LatestDecisions, decision)];
}

/** The decisions about a service, newest first. */
export function decisionsOf(service: string) {
  return { pk: `SERVICE#${service}`, prefix: 'DECISION#', order: 'descending' } as const;
}

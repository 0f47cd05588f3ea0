import { Proposal } from '../../contract/proposal.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern                          | how                                    |
 * |-----------------------------------------|----------------------------------------|
 * | a proposal by id                        | get `PROPOSAL#id` / `CURRENT`           |
 * | the proposals of a service, newest first | gsi1 `SERVICE#name#PROPOSALS` / id      |
 * | all proposals, newest first             | gsi2 `PROPOSALS` / id                   |
 */
export const Proposals: RecordType<Proposal, string> = {
  name: 'proposal',
  schema: Proposal,
  key: (id) => ({ pk: `PROPOSAL#${id}`, sk: 'CURRENT' }),
  idOf: ({ id }) => id,
  gsi1: ({ service, id }) => ({ pk: `SERVICE#${service}#PROPOSALS`, sk: id }),
  gsi2: ({ id }) => ({ pk: 'PROPOSALS', sk: id }),
};

/** All proposals, newest first. */
export const allProposals = {
  index: 'gsi2',
  pk: 'PROPOSALS',
  order: 'descending',
} as const satisfies Partial<Query>;

/** The proposals of a service, newest first. */
export function proposalsOf(service: string) {
  return { index: 'gsi1', pk: `SERVICE#${service}#PROPOSALS`, order: 'descending' } as const;
}

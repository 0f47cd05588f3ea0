import * as z from 'zod';
import { Ulid } from '../../contract/primitives.ts';
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

/** A proposal that still has work ahead: to be applied, followed or verified. */
const OpenProposal = z.object({ id: Ulid, version: z.int() }).readonly();

/**
 * | access pattern                                  | how                              |
 * |-------------------------------------------------|----------------------------------|
 * | proposals with work ahead, oldest first         | query `PROPOSALS#OPEN` / id      |
 */
export const OpenProposals: RecordType<z.infer<typeof OpenProposal>, string> = {
  name: 'open proposal',
  schema: OpenProposal,
  key: (id) => ({ pk: openProposals.pk, sk: id }),
  idOf: ({ id }) => id,
};

/** The proposals with work ahead, oldest first. */
export const openProposals = { pk: 'PROPOSALS#OPEN', order: 'ascending' } as const satisfies Partial<Query>;

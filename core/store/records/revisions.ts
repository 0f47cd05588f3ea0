import { Revision } from '../../contract/service.ts';
import type { RecordType } from '../record-type.ts';

/**
 * | access pattern                    | how                                                   |
 * |-----------------------------------|-------------------------------------------------------|
 * | a revision by service and number  | get `SERVICE#name` / `REVISION#number`                 |
 * | the revisions, newest first       | query `SERVICE#name`, prefix `REVISION#`, descending   |
 */
export const Revisions: RecordType<Revision, { readonly service: string; readonly number: number }> = {
  name: 'revision',
  schema: Revision,
  key: ({ service, number }) => ({
    pk: `SERVICE#${service}`,
    sk: `REVISION#${String(number).padStart(8, '0')}`,
  }),
  idOf: ({ service, number }) => ({ service, number }),
};

/** The kept revisions of a service, newest first. */
export function revisionsOf(service: string) {
  return { pk: `SERVICE#${service}`, prefix: 'REVISION#', order: 'descending' } as const;
}

import { Service } from '../../contract/service.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern                    | how                                                        |
 * |-----------------------------------|------------------------------------------------------------|
 * | a service by name                 | get `SERVICE#name` / `CURRENT`                              |
 * | services that live, by name       | gsi1 `SERVICES#LIVE` / name                                 |
 * | services that are retired         | gsi1 `SERVICES#RETIRED` / name                              |
 * | services of a program             | gsi2 `PROGRAM#program#SERVICES` / name                      |
 */
export const Services: RecordType<Service, string> = {
  name: 'service',
  schema: Service,
  key: (name) => ({ pk: `SERVICE#${name}`, sk: 'CURRENT' }),
  idOf: (service) => service.name,
  gsi1: ({ name, status }) => ({ pk: status === 'RETIRED' ? RETIRED : LIVE, sk: name }),
  gsi2: ({ name, program }) => ({ pk: `PROGRAM#${program}#SERVICES`, sk: name }),
};

const LIVE = 'SERVICES#LIVE';
const RETIRED = 'SERVICES#RETIRED';

/** Services that live, by name. */
export const liveServices = { index: 'gsi1', pk: LIVE, order: 'ascending' } as const satisfies Partial<Query>;

/** Services that are retired, by name. */
export const retiredServices = {
  index: 'gsi1',
  pk: RETIRED,
  order: 'ascending',
} as const satisfies Partial<Query>;

/** Every service of a program, retired ones too, by name. */
export function servicesOfProgram(program: string) {
  return { index: 'gsi2', pk: `PROGRAM#${program}#SERVICES`, order: 'ascending' } as const;
}

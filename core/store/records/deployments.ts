import { Deployment } from '../../contract/service.ts';
import type { RecordType } from '../record-type.ts';

/**
 * | access pattern                   | how                                                     |
 * |----------------------------------|---------------------------------------------------------|
 * | a deployment by service and id   | get `SERVICE#name` / `DEPLOYMENT#id`                     |
 * | the deployments, newest first    | query `SERVICE#name`, prefix `DEPLOYMENT#`, descending   |
 */
export const Deployments: RecordType<Deployment, { readonly service: string; readonly id: string }> = {
  name: 'deployment',
  schema: Deployment,
  key: ({ service, id }) => ({ pk: `SERVICE#${service}`, sk: `DEPLOYMENT#${id}` }),
  idOf: ({ service, id }) => ({ service, id }),
};

/** The deployments of a service, newest first. */
export function deploymentsOf(service: string) {
  return { pk: `SERVICE#${service}`, prefix: 'DEPLOYMENT#', order: 'descending' } as const;
}

import { type Fleet, fleetOf } from '../../../adapters/aws/ecs/fleet-config.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';
import { metricPlace } from './table-ports.ts';

/** The fleet that the stack of the cluster describes. */
export function fleet(): Fleet {
  return fleetOf({ ...metricPlace(), region: required('AWS_REGION') }, required(ENV.fleet));
}

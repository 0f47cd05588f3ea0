import { openEventBus } from '../../../adapters/aws/event-bus.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

/** The bus that committed events go to. */
export const eventBus = openEventBus(required(ENV.bus));

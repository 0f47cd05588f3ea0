import { LiveConnections } from '../../../adapters/aws/live-connections.ts';
import { tablePorts } from './table-ports.ts';

/** The pages that listen. */
export const connections = new LiveConnections(tablePorts);

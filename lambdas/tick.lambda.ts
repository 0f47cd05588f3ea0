import * as z from 'zod';
import { RECORD_PARTS, tick } from '../core/tick.ts';
import { onCall } from './runtime/on-call.ts';
import { tickPorts } from './runtime/ports/scaling-ports.ts';

const ports = tickPorts();

/** Every minute: expiries, time boxes and alarms that last, whether or not an event said so. */
export const handler = onCall('tick', { input: z.unknown(), handle: () => tick(ports, RECORD_PARTS) });

import * as z from 'zod';
import { RECORD_PARTS } from '../core/record-parts.ts';
import { doParts } from '../core/tick-parts.ts';
import { onCall } from './runtime/on-call.ts';
import { tickPorts } from './runtime/ports/tick-ports.ts';

const ports = tickPorts();

/** Every minute: expiries, time boxes and alarms that last, whether or not an event said so. */
export const handler = onCall('tick', { input: z.unknown(), handle: () => doParts(ports, RECORD_PARTS) });

import * as z from 'zod';
import { anchorAudit } from '../core/audit/anchor-audit.ts';
import { onCall } from './runtime/on-call.ts';
import { auditAnchor } from './runtime/ports/anchors.ts';
import { readingPorts } from './runtime/ports/reading-ports.ts';

const ports = { ...readingPorts, anchor: auditAnchor() };

/** Every five minutes: the ends of the audit chains go where who can alter the table cannot alter them. */
export const handler = onCall('anchor', { input: z.unknown(), handle: () => anchorAudit(ports) });

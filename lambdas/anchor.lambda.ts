import * as z from 'zod';
import { anchorAudit } from '../core/audit/anchor-audit.ts';
import { onCall } from './runtime/on-call.ts';
import { auditAnchor } from './runtime/ports/anchors.ts';
import { tablePorts } from './runtime/ports/table-ports.ts';

const ports = { ...tablePorts, anchor: auditAnchor() };

/** Every five minutes: the ends of the audit chains go where who can alter the table cannot alter them. */
export const handler = onCall('anchor', { input: z.unknown(), handle: () => anchorAudit(ports) });

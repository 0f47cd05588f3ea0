import { onSocket } from './runtime/on-socket.ts';
import { connections } from './runtime/ports/live.ts';
import { tokens } from './runtime/ports/tokens.ts';

/** Pages that begin and cease to listen. */
export const handler = onSocket({ tokens, connections });

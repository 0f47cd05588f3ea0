import type { MiddlewareHandler } from 'hono';
import { OpsError } from '../../../core/errors.ts';
import type { Ports } from '../../../core/ports.ts';
import { problem } from './api-routes.ts';

/** Names under which a browser on this machine reaches a server that listens on loopback. */
const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a Host header names this machine. Another name there is DNS rebinding: a page far away calling us. */
export function isLocalHost(host: string | undefined): boolean {
  const name = /^(.*?)(:\d{1,5})?$/.exec(host ?? '')?.[1] ?? '';
  return LOCAL_NAMES.includes(name.toLowerCase());
}

/** Refuses calls that were not meant for this machine with 421. */
export function hostGuard(ports: Pick<Ports, 'ids' | 'log'>): MiddlewareHandler {
  return async (context, next) => {
    if (isLocalHost(context.req.header('host') ?? new URL(context.req.url).host)) return next();
    const error = new OpsError('request.misdirected', 'This server answers only under local names.', {
      remedy: 'Use http://localhost with its port.',
      errors: [{ field: 'Host', problem: 'names another server', remedy: 'use localhost' }],
    });
    return problem(context, ports, error);
  };
}

/**
 * What pages of this origin may do: load only from here, run no inline script, be framed by nobody.
 * Inline styles are allowed because the dashboard's components set them.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self' ws://localhost:* ws://127.0.0.1:*",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Adds the security headers to every answer. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
};

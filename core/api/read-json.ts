import { utf8ToBytes } from '@noble/hashes/utils.js';
import { OpsError } from '../errors.ts';

/** The largest body that is read where a route does not say otherwise, in bytes, and the deepest nesting of objects and arrays in it. */
export const BODY_LIMITS = { bytes: 65_536, depth: 16 } as const;

/**
 * The JSON value of a body. No body at all is an empty object, so that what is missing is named field by field.
 * @throws OpsError `request.too_large`, `request.unsupported_media_type`, `request.malformed`, `request.invalid`.
 */
export function readJson(
  rawBody: string | undefined,
  contentType: string | undefined,
  limitBytes: number = BODY_LIMITS.bytes,
): unknown {
  if (rawBody === undefined || rawBody === '') return {};
  if (rawBody.length > limitBytes || utf8ToBytes(rawBody).length > limitBytes) throw tooLarge(limitBytes);
  if (!isJson(contentType)) throw notJson(contentType);
  const value = parse(rawBody);
  inspect(value, '', 1);
  return value;
}

/** The failure of a body over the limit; carriers throw it before they have read all of it. */
export function tooLarge(limitBytes: number = BODY_LIMITS.bytes): OpsError {
  const limit = `${limitBytes / 1_024} KB`;
  return new OpsError('request.too_large', `The body is over ${limitBytes} bytes.`, {
    remedy: 'Send a smaller body.',
    errors: [
      {
        field: 'body',
        problem: `is over ${limit}`,
        remedy: `send at most ${limitBytes.toLocaleString('en-US')} bytes`,
      },
    ],
  });
}

/** The failure of a body that is not the JSON it should be. */
export function malformed(problem: string, remedy: string, cause?: unknown): OpsError {
  return new OpsError('request.malformed', `The body ${problem}.`, {
    remedy: `Correct the body: ${remedy}.`,
    errors: [{ field: 'body', problem, remedy }],
    cause,
  });
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(json|[\w.-]+\+json)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? '');
}

function notJson(contentType: string | undefined): OpsError {
  const problem = contentType ? `is ${contentType.slice(0, 100)}` : 'is missing';
  return new OpsError('request.unsupported_media_type', `The content type ${problem}.`, {
    remedy: 'Send JSON with the header "Content-Type: application/json".',
    errors: [{ field: 'Content-Type', problem, remedy: 'use application/json' }],
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('is not well-formed JSON', 'check its quotes, commas and brackets', cause);
  }
}

/** Refuses nesting that is too deep, and the one key that schemas would drop in silence. */
function inspect(value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > BODY_LIMITS.depth)
    throw malformed(`is nested deeper than ${BODY_LIMITS.depth} levels`, 'flatten it');
  for (const [key, inner] of Object.entries(value)) {
    const field = path ? `${path}.${key}` : key;
    if (key === '__proto__') throw unknownKey(field);
    inspect(inner, field, depth + 1);
  }
}

function unknownKey(field: string): OpsError {
  return new OpsError('request.invalid', `The field ${field} is not known.`, {
    remedy: `Remove ${field}.`,
    errors: [{ field, problem: 'is not a known field', remedy: 'remove it' }],
  });
}

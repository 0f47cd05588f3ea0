import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../core/digest.ts';
import { OpsError } from '../../core/errors.ts';
import type { AuditAnchor } from '../../core/ports.ts';
import { AuditHead } from '../../core/store/records/audit.ts';

/** The ends of all chains at one time. */
export type Anchor = NonNullable<Awaited<ReturnType<AuditAnchor['latest']>>>;

/** What an anchor's object holds. `signature` is base64 of the DER that KMS gives; `keyId` says which key made it. */
const SignedAnchor = z.object({
  anchor: z.object({ at: z.iso.datetime(), heads: z.array(AuditHead).readonly() }),
  algorithm: z.literal('ECDSA_SHA_256'),
  keyId: z.string(),
  signature: z.base64().min(1),
});
export type SignedAnchor = z.infer<typeof SignedAnchor>;

/** ECDSA on P-256 over SHA-256. Source: AWS KMS API Reference, Sign, `SigningAlgorithm` and `MessageType`. */
export const SIGNING = { SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST' } as const;

/** All anchors lie below it. */
export const ANCHORS = 'anchors/';

/** The last millisecond that 13 digits can count: in the year 2286. */
const END_MS = 9_999_999_999_999;

/**
 * Where the anchor of an instant lies. What is left until the end of time comes first in the name, so that the newest
 * anchor is the first that S3 lists, whatever their number. Pure.
 */
export function anchorKeyOf(at: string): string {
  const left = String(END_MS - Date.parse(at)).padStart(13, '0');
  return `${ANCHORS}${left}-${new Date(at).toISOString()}.json`;
}

/** The SHA-256 that is signed: of the canonical JSON (RFC 8785) of the anchor. Pure. */
export function digestOfAnchor({ at, heads }: Anchor): Uint8Array {
  return createHash('sha256').update(canonicalJson({ at, heads }), 'utf8').digest();
}

/** The text of an anchor's object. Pure. */
export function anchorText(signed: SignedAnchor): string {
  return canonicalJson(signed);
}

/**
 * Reads the text of the object at `key`. An anchor at another instant than its name says was copied there.
 * @throws OpsError `internal.error` when it is no anchor of that instant.
 */
export function anchorIn(text: string, key: string): SignedAnchor {
  const signed = parsed(text);
  if (!signed || anchorKeyOf(signed.anchor.at) !== key) throw untrusted(key, 'is not as it was written');
  return signed;
}

/** The failure that an anchor is there and cannot be believed. Never taken for "there is none". */
export function untrusted(key: string, problem: string, cause?: unknown): OpsError {
  return new OpsError('internal.error', `The newest audit anchor cannot be trusted: it ${problem}.`, {
    remedy:
      'Someone wrote to the bucket of anchors who should not; follow the runbook before relying on the trail.',
    params: { anchor: key },
    cause,
  });
}

function parsed(text: string): SignedAnchor | undefined {
  try {
    return SignedAnchor.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

import { SignCommand } from '@aws-sdk/client-kms';
import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { canonicalJson } from '../../core/digest.ts';
import { OpsError } from '../../core/errors.ts';
import { answered, unavailable } from './aws-client.ts';
import { type AnchorPlace, anchorClients, S3AnchorReader } from './s3-anchor-reader.ts';
import { type Anchor, anchorKeyOf, anchorText, digestOfAnchor, SIGNING } from './signed-anchor.ts';

/** What S3 answers when an object is there already, or is being written. Source: S3 User Guide, "Conditional writes". */
const TAKEN: readonly (number | undefined)[] = [409, 412];

/**
 * Anchors as objects in an S3 bucket, one each, signed by KMS. Append-only: an object that exists is never written
 * again, and the bucket's Object Lock keeps it. Every anchor holds all heads, so that the newest is enough to verify:
 * about 130 bytes a stream, 130 KB for a thousand services.
 */
export class S3AuditAnchor extends S3AnchorReader {
  /**
   * Idempotent: the same anchor again changes nothing.
   * @throws OpsError `store.conflict` when another anchor of that instant is there; `platform.unavailable`.
   */
  override async write({ at, heads }: Anchor): Promise<void> {
    const { keyId, bucket, s3 } = this.parts;
    const anchor = { at, heads };
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: anchorKeyOf(at),
      Body: anchorText({
        anchor,
        algorithm: SIGNING.SigningAlgorithm,
        keyId,
        signature: await this.#sign(anchor),
      }),
      ContentType: 'application/json',
      IfNoneMatch: '*',
    });
    try {
      await answered('s3', s3.send(command));
    } catch (cause) {
      if (!isTaken(cause)) throw cause;
      await this.#expectWritten(anchor, cause);
    }
  }

  async #sign(anchor: Anchor): Promise<string> {
    const command = new SignCommand({
      KeyId: this.parts.keyId,
      Message: digestOfAnchor(anchor),
      ...SIGNING,
    });
    const { Signature } = await answered('kms', this.parts.kms.send(command));
    if (!Signature) throw unavailable('kms', new Error('Sign gave no signature'));
    return Buffer.from(Signature).toString('base64');
  }

  /** A retry of a request that had arrived finds its own anchor. */
  async #expectWritten(anchor: Anchor, cause: unknown): Promise<void> {
    if (canonicalJson(await this.latest()) === canonicalJson(anchor)) return;
    throw new OpsError('store.conflict', `Another audit anchor of ${anchor.at} was there first.`, {
      remedy: 'Try again shortly; the next anchor holds everything.',
      cause,
    });
  }
}

/** The anchors of this bucket, to be read and added to. */
export function openS3AuditAnchor(place: AnchorPlace): S3AuditAnchor {
  return new S3AuditAnchor({ ...place, ...anchorClients() });
}

function isTaken(cause: unknown): boolean {
  return cause instanceof S3ServiceException && TAKEN.includes(cause.$metadata.httpStatusCode);
}

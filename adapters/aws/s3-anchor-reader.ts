import { KMSClient, KMSInvalidSignatureException, VerifyCommand } from '@aws-sdk/client-kms';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { OpsError } from '../../core/errors.ts';
import type { AuditAnchor } from '../../core/ports.ts';
import { answered, clientSettings } from './aws-client.ts';
import { ANCHORS, type Anchor, anchorIn, digestOfAnchor, SIGNING, untrusted } from './signed-anchor.ts';

/** What names the bucket of anchors and the KMS key that signs them. */
export interface AnchorPlace {
  readonly bucket: string;
  readonly keyId: string;
}

/** A place and the clients to reach it. */
export interface AnchorParts extends AnchorPlace {
  readonly s3: S3Client;
  readonly kms: KMSClient;
}

/** An object of the bucket, at one of its versions. */
interface Version {
  readonly key: string;
  readonly versionId: string;
}

/** Versions looked at in one request: one anchor has one, unless somebody tampered with it. */
const PAGE = 20;

/**
 * The newest anchor in an S3 bucket, with its signature checked by KMS: three requests. Versions are listed, not
 * objects, so that a delete marker hides nothing: Object Lock keeps what lies below it. An anchor that cannot be
 * trusted is a failure, never "none". For functions that only verify; it cannot write.
 */
export class S3AnchorReader implements AuditAnchor {
  protected readonly parts: AnchorParts;

  constructor(parts: AnchorParts) {
    this.parts = parts;
  }

  /** @throws OpsError `internal.error` when the newest anchor cannot be trusted, `platform.unavailable`. */
  async latest(): Promise<Anchor | undefined> {
    const newest = await this.#newest();
    if (!newest) return undefined;
    const { anchor, signature } = anchorIn(await this.#textOf(newest), newest.key);
    await this.#verify(anchor, { signature, key: newest.key });
    return anchor;
  }

  /** @throws OpsError `platform.unavailable`, always. */
  async write(_anchor: Anchor): Promise<void> {
    throw new OpsError('platform.unavailable', 'Anchors cannot be written from here.', {
      remedy: 'The anchor function writes them, every five minutes.',
      params: { dependency: 's3' },
    });
  }

  /** The newest anchor's first version: whatever was written over it later is not ours. */
  async #newest(): Promise<Version | undefined> {
    let from: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> = {};
    for (;;) {
      const { bucket: Bucket, s3 } = this.parts;
      const command = new ListObjectVersionsCommand({ Bucket, Prefix: ANCHORS, MaxKeys: PAGE, ...from });
      const page = await answered('s3', s3.send(command));
      const key = page.Versions?.[0]?.Key;
      const first = page.Versions?.filter(({ Key }) => Key === key).at(-1);
      if (key !== undefined && first?.VersionId !== undefined) return { key, versionId: first.VersionId };
      if (!page.IsTruncated) return undefined;
      from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  async #textOf({ key, versionId }: Version): Promise<string> {
    const command = new GetObjectCommand({ Bucket: this.parts.bucket, Key: key, VersionId: versionId });
    const { Body } = await answered('s3', this.parts.s3.send(command));
    return (await Body?.transformToString('utf-8')) ?? '';
  }

  async #verify(anchor: Anchor, { signature, key }: { signature: string; key: string }): Promise<void> {
    const command = new VerifyCommand({
      KeyId: this.parts.keyId,
      Message: digestOfAnchor(anchor),
      Signature: Buffer.from(signature, 'base64'),
      ...SIGNING,
    });
    try {
      const { SignatureValid } = await answered('kms', this.parts.kms.send(command));
      if (!SignatureValid) throw untrusted(key, 'is not signed with our key');
    } catch (cause) {
      if (!(cause instanceof KMSInvalidSignatureException)) throw cause;
      throw untrusted(key, 'is not signed with our key', cause);
    }
  }
}

/** The anchors of this bucket, to be read only. */
export function openS3AnchorReader(place: AnchorPlace): S3AnchorReader {
  return new S3AnchorReader({ ...place, ...anchorClients() });
}

/** Behind an endpoint of one's own a bucket is part of the path: its name as part of the host resolves nowhere. */
export function anchorClients() {
  const forcePathStyle = process.env['AWS_ENDPOINT_URL'] !== undefined;
  return {
    s3: new S3Client({ ...clientSettings(), forcePathStyle }),
    kms: new KMSClient(clientSettings()),
  };
}

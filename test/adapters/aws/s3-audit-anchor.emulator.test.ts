import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { openS3AnchorReader } from '../../../adapters/aws/s3-anchor-reader.ts';
import { openS3AuditAnchor } from '../../../adapters/aws/s3-audit-anchor.ts';
import { anchorKeyOf } from '../../../adapters/aws/signed-anchor.ts';
import { describeAuditAnchor, FIRST, SECOND } from '../audit-anchor.contract.ts';

const s3 = new S3Client({ forcePathStyle: true });
const kms = new KMSClient({});
let buckets = 0;

/** An empty bucket with Object Lock, and with it versions; and a key of its own. */
async function openPlace() {
  buckets += 1;
  const bucket = `anchors-${process.pid}-${buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  const spec = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } as const;
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(spec));
  return { bucket, keyId: KeyMetadata?.Arn ?? '' };
}

describeAuditAnchor('in S3', async () => openS3AuditAnchor(await openPlace()));

describe('anchors in a real bucket', () => {
  it('are found below a delete marker', async () => {
    const place = await openPlace();
    await openS3AuditAnchor(place).write(FIRST);
    await s3.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: anchorKeyOf(FIRST.at) }));
    expect(await openS3AnchorReader(place).latest()).toEqual(FIRST);
  });

  it('cannot be written twice with other heads', async () => {
    const anchor = openS3AuditAnchor(await openPlace());
    await anchor.write(FIRST);
    await expect(anchor.write({ ...SECOND, at: FIRST.at })).rejects.toMatchObject({ code: 'store.conflict' });
  });

  it('are not believed when another key signed them', async () => {
    const place = await openPlace();
    await openS3AuditAnchor(place).write(FIRST);
    const { keyId } = await openPlace();
    const reader = openS3AnchorReader({ ...place, keyId });
    await expect(reader.latest()).rejects.toMatchObject({ code: 'internal.error' });
  });

  it('are not believed when somebody put a file among them', async () => {
    const place = await openPlace();
    await openS3AuditAnchor(place).write(FIRST);
    const Key = anchorKeyOf(SECOND.at);
    await s3.send(new PutObjectCommand({ Bucket: place.bucket, Key, Body: JSON.stringify(SECOND) }));
    await expect(openS3AnchorReader(place).latest()).rejects.toMatchObject({ code: 'internal.error' });
  });
});

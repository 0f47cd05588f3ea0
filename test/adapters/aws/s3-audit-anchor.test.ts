import { KMSServiceException, SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { S3AnchorReader } from '../../../adapters/aws/s3-anchor-reader.ts';
import { S3AuditAnchor } from '../../../adapters/aws/s3-audit-anchor.ts';
import { anchorKeyOf } from '../../../adapters/aws/signed-anchor.ts';
import { describeAuditAnchor, FIRST, SECOND } from '../audit-anchor.contract.ts';
import { FakeBucket } from './fake-bucket.ts';
import { FakeSigningKey } from './fake-signing-key.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function openAnchors(pageSize?: number) {
  const [bucket, key] = [new FakeBucket(pageSize), new FakeSigningKey()];
  const parts = { bucket: 'anchors', keyId: KEY, s3: bucket.client, kms: key.client };
  return { bucket, key, anchor: new S3AuditAnchor(parts), reader: new S3AnchorReader(parts) };
}

const UNTRUSTED = { code: 'internal.error', message: expect.stringContaining('cannot be trusted') };

describeAuditAnchor('in S3', async () => openAnchors().anchor);

describe('anchors in S3', () => {
  it('are listed newest first, because of their names', () => {
    const instant = fc.date({
      min: new Date(0),
      max: new Date('2286-11-20T17:46:39.000Z'),
      noInvalidDate: true,
    });
    const property = fc.property(instant, instant, (a, b) => {
      const [first, second] = [a, b].map((date) => anchorKeyOf(date.toISOString()));
      if (a > b) expect(String(first) < String(second)).toBe(true);
      expect(first === second).toBe(a.getTime() === b.getTime());
    });
    fc.assert(property);
    expect(anchorKeyOf(FIRST.at)).toBe('anchors/8232396399999-2026-01-05T09:00:00.000Z.json');
  });

  it('cost one signature and one object to write, and three requests to read', async () => {
    const { anchor, bucket, key } = openAnchors();
    await anchor.write(FIRST);
    expect([key.mock.calls().length, bucket.mock.calls().length]).toEqual([1, 1]);
    key.mock.resetHistory();
    bucket.mock.resetHistory();
    await anchor.latest();
    expect(bucket.mock.commandCalls(ListObjectVersionsCommand)).toHaveLength(1);
    expect(bucket.mock.commandCalls(GetObjectCommand)).toHaveLength(1);
    expect(key.mock.commandCalls(VerifyCommand)).toHaveLength(1);
  });

  it('are signed over the SHA-256 of what they say', async () => {
    const { anchor, key } = openAnchors();
    await anchor.write(FIRST);
    const { input } = key.mock.commandCalls(SignCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({ KeyId: KEY, SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST' });
    expect(input?.Message).toHaveLength(32);
  });

  it('are never written over another', async () => {
    const { anchor, bucket } = openAnchors();
    await anchor.write(FIRST);
    await expect(anchor.write({ ...SECOND, at: FIRST.at })).rejects.toMatchObject({ code: 'store.conflict' });
    expect(bucket.versions).toHaveLength(1);
    expect(bucket.mock.commandCalls(PutObjectCommand)[0]?.args[0].input.IfNoneMatch).toBe('*');
  });

  it('are found below what somebody wrote over them', async () => {
    const { anchor, bucket } = openAnchors();
    await anchor.write(FIRST);
    bucket.put(anchorKeyOf(FIRST.at), 'over it');
    expect(await anchor.latest()).toEqual(FIRST);
  });

  it('are found below the markers of somebody who deleted them', async () => {
    const { anchor, bucket } = openAnchors(2);
    await anchor.write(FIRST);
    await anchor.write(SECOND);
    for (let i = 0; i < 5; i += 1) bucket.put(anchorKeyOf(SECOND.at), undefined);
    expect(await anchor.latest()).toEqual(SECOND);
  });

  it('can be read without the right to write, and only that', async () => {
    const { anchor, reader, bucket } = openAnchors();
    await anchor.write(FIRST);
    expect(await reader.latest()).toEqual(FIRST);
    await expect(reader.write(SECOND)).rejects.toMatchObject({ code: 'platform.unavailable' });
    expect(bucket.versions).toHaveLength(1);
  });
});

describe('an anchor that cannot be trusted', () => {
  const forged = async (forge: (text: string) => string, at = SECOND.at) => {
    const world = openAnchors();
    await world.anchor.write(FIRST);
    world.bucket.put(anchorKeyOf(at), forge(world.bucket.versions[0]?.body ?? ''));
    return world;
  };

  it.each([
    ['no JSON', () => 'gone'],
    ['no anchor', () => '{}'],
    ['an older anchor under a newer name', (text: string) => text],
    ['an older anchor with another time', (text: string) => text.replaceAll(FIRST.at, SECOND.at)],
  ])('stops who reads it, never looks like none: %s', async (_what, forge) => {
    const { anchor } = await forged(forge);
    await expect(anchor.latest()).rejects.toMatchObject(UNTRUSTED);
  });

  it('is one whose heads were altered', async () => {
    const { anchor, bucket } = openAnchors();
    await anchor.write(FIRST);
    const text = bucket.versions.splice(0)[0]?.body ?? '';
    bucket.put(anchorKeyOf(FIRST.at), text.replace('"seq":4', '"seq":3'));
    await expect(anchor.latest()).rejects.toMatchObject(UNTRUSTED);
  });

  it('is one that another key signed', async () => {
    const { anchor, bucket } = openAnchors();
    await anchor.write(FIRST);
    const stranger = openAnchors();
    stranger.bucket.versions.push(...bucket.versions);
    await expect(stranger.anchor.latest()).rejects.toMatchObject(UNTRUSTED);
  });

  it('is not one whose key does not answer: that may pass', async () => {
    const { anchor, key } = openAnchors();
    await anchor.write(FIRST);
    key.mock
      .on(VerifyCommand)
      .rejects(new KMSServiceException({ name: 'KMSInternalException', $fault: 'server', $metadata: {} }));
    await expect(anchor.latest()).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'kms' },
    });
  });
});

import { createHash, type KeyObject } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { jwtVerify } from 'jose';
import { unpackTar } from 'modern-tar';
import { GRANT, GRANT_CONTENT } from '../../adapters/embedded/policy/grant-policy.ts';
import { openBundle } from '../../client/policy-agent/open-bundle.ts';
import { bundleFiles } from '../../core/policy/bundle-files.ts';
import type { BundlePacker } from '../../core/ports.ts';

/** A packer under test and the public half of its key. */
export interface PackerUnderTest {
  readonly packer: BundlePacker;
  readonly publicKey: KeyObject;
}

const FILES = bundleFiles({ name: GRANT, number: 1, content: GRANT_CONTENT });

/** The promises that every adapter of the `BundlePacker` port keeps. */
export function describeBundlePacker(name: string, open: () => Promise<PackerUnderTest>): void {
  describe(`${name}: a bundle for running tasks`, () => {
    it('opens with the public key, as agents open it', async () => {
      const { packer, publicKey } = await open();
      expect(await openBundle(await packer.pack(FILES), publicKey)).toMatchObject({
        revision: `${GRANT}@1`,
        data: GRANT_CONTENT.data,
        rego: GRANT_CONTENT.rego,
      });
    });

    it('does not open with another key', async () => {
      const [ours, other] = [await open(), await open()];
      await expect(openBundle(await other.packer.pack(FILES), ours.publicKey)).rejects.toThrow(
        'signature does not hold',
      );
    });

    it('is vouched for by one ES256 JWT that names every file, its SHA-256 and the key', async () => {
      const { packer, publicKey } = await open();
      const tokens = await signaturesIn(await packer.pack(FILES));
      expect(tokens).toHaveLength(1);
      const { payload, protectedHeader } = await jwtVerify(tokens[0] ?? '', publicKey, {
        algorithms: ['ES256'],
      });
      expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'JWT', kid: 'hms-bundles' });
      expect(payload).toEqual({
        scope: 'read',
        files: FILES.map(({ name, text }) => ({
          name,
          hash: createHash('sha256').update(text).digest('hex'),
          algorithm: 'SHA-256',
        })),
      });
    });

    // One signature in 256 has a number with a leading zero, which DER leaves out and a JWT holds.
    it('is signed well, every time', async () => {
      const { packer, publicKey } = await open();
      const FEW = FILES.slice(0, 1);
      for (let i = 0; i < 600; i += 1) {
        const [token = ''] = await signaturesIn(await packer.pack(FEW));
        expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
        if (i % 50 === 0) await jwtVerify(token, publicKey);
      }
    });
  });
}

async function signaturesIn(bundle: Uint8Array): Promise<readonly string[]> {
  const entries = await unpackTar(gunzipSync(bundle));
  const file = entries.find(({ header }) => header.name === '.signatures.json');
  return JSON.parse(Buffer.from(file?.data ?? new Uint8Array()).toString('utf8')).signatures;
}

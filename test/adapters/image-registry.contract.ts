import type { ImageRegistry } from '../../core/ports.ts';

/** A registry under test that has `govlab/job-ingest` as `v1` and as `v3`. */
export interface RegistryUnderTest {
  readonly registry: ImageRegistry;
  /** An image that the registry does not tell about. */
  readonly unknown: string;
}

/** The promises that every adapter of the `ImageRegistry` port keeps. */
export function describeImageRegistry(name: string, open: () => Promise<RegistryUnderTest>): void {
  describe(`${name}: what an image is`, () => {
    let under: RegistryUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    const resolved = async (image: string) => {
      const answer = await under.registry.resolve(image);
      if (answer.kind !== 'resolved') throw new Error(`${image} is ${answer.kind}`);
      return answer.image;
    };

    it('is its repository and the digest of its tag', async () => {
      expect(await resolved('govlab/job-ingest:v1')).toMatch(/^govlab\/job-ingest@sha256:[0-9a-f]{64}$/);
    });

    it('is the same each time it is asked, also by its digest', async () => {
      const image = await resolved('govlab/job-ingest:v1');
      expect(await resolved('govlab/job-ingest:v1')).toBe(image);
      expect(await resolved(image)).toBe(image);
    });

    it('is what the digest names where a tag stands beside it', async () => {
      const image = await resolved('govlab/job-ingest:v1');
      const digest = image.slice(image.indexOf('@'));
      expect(await resolved(`govlab/job-ingest:v3${digest}`)).toBe(image);
    });

    it('is another for another tag', async () => {
      expect(await resolved('govlab/job-ingest:v3')).not.toBe(await resolved('govlab/job-ingest:v1'));
    });

    it.each([
      'govlab/no-such-image:v1',
      'govlab/job-ingest:no-such-tag',
      `govlab/job-ingest@sha256:${'0'.repeat(64)}`,
    ])('is missing when there is none: %s', async (image) => {
      expect(await under.registry.resolve(image)).toEqual({ kind: 'missing' });
    });

    it('is unknown where the registry does not let us ask', async () => {
      expect(await under.registry.resolve(under.unknown)).toEqual({ kind: 'unknown' });
    });
  });
}

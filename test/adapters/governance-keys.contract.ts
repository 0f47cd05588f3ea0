import type { GovernanceKeys } from '../../core/ports.ts';

/** Keys under test, and the Governance Layer that signs with the private half of one of them. */
export interface GovernanceUnderTest {
  readonly keys: GovernanceKeys;
  sign(text: string): { readonly keyId: string; readonly signature: string };
}

/** The promises that every adapter of the `GovernanceKeys` port keeps. */
export function describeGovernanceKeys(name: string, open: () => Promise<GovernanceUnderTest>): void {
  describe(`${name}: what the Governance Layer signed`, () => {
    const TEXT = '{"name":"grant","version":1,"note":"ü ≠ u"}';
    let under: GovernanceUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    const check = (change: Partial<Parameters<GovernanceKeys['check']>[0]> = {}) =>
      under.keys.check({ text: TEXT, ...under.sign(TEXT), ...change });

    it('is good', async () => {
      expect(await check()).toBe('good');
    });

    it('is bad when a letter of the text is another', async () => {
      expect(await check({ text: TEXT.replace('"version":1', '"version":2') })).toBe('bad');
    });

    it('is bad with the signature of another text', async () => {
      expect(await check({ signature: under.sign('another').signature })).toBe('bad');
    });

    it.each(['', 'AAAA', 'not base64url at all!', 'A'.repeat(86), 'A'.repeat(10_000)])(
      'is bad with %j for a signature, and never throws',
      async (signature) => {
        expect(await check({ signature })).toBe('bad');
      },
    );

    it.each(['', 'nobody', '__proto__', 'constructor'])('is by nobody we know as %j', async (keyId) => {
      expect(await check({ keyId })).toBe('unknown key');
    });
  });
}

import type { Secrets } from '../../core/ports.ts';

/** Secrets under test, and the ARN of one that is there. */
export interface SecretsUnderTest {
  readonly secrets: Secrets;
  readonly arn: string;
}

/** The promises that every adapter of the `Secrets` port keeps. */
export function describeSecrets(name: string, open: () => Promise<SecretsUnderTest>): void {
  describe(`${name}: whether tasks can read a secret`, () => {
    let under: SecretsUnderTest;
    beforeAll(async () => {
      under = await open();
    });

    it('says yes of one that is there', async () => {
      expect(await under.secrets.check(under.arn)).toBe('exists');
    });

    it('says no of one that is not', async () => {
      expect(await under.secrets.check(`${under.arn}-missing`)).toBe('missing');
    });
  });
}

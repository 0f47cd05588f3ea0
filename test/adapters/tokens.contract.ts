import fc from 'fast-check';
import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { Identity } from '../../core/contract/identity.ts';
import type { Tokens } from '../../core/ports.ts';

/** Tokens under test, and who issues them. */
export interface TokensUnderTest {
  readonly tokens: Tokens;
  /** A token that says who its bearer is; `expired`: until an hour ago. */
  sign(identity: Identity, how?: 'expired'): Promise<string>;
}

const PEOPLE = Object.values(LOCAL_IDENTITIES).filter(({ kind }) => kind === 'human');
const [someone, other] = PEOPLE;
const refused = { code: 'request.unauthenticated', remedy: expect.any(String) };

/** The promises that every adapter of the `Tokens` port keeps. */
export function describeTokens(name: string, open: () => Promise<TokensUnderTest>): void {
  describe(`${name}: a token`, () => {
    let under: TokensUnderTest;
    const tokenOf = (identity = someone) => under.sign(Identity.parse(identity));
    beforeAll(async () => {
      under = await open();
    });

    it.each(PEOPLE)('says who $name is', async (identity) => {
      expect(await under.tokens.verify(await tokenOf(identity))).toEqual(Identity.parse(identity));
    });

    it('is refused when it has expired, and says so', async () => {
      const token = await under.sign(Identity.parse(someone), 'expired');
      const expired = { ...refused, message: 'The token has expired.', params: { because: 'expired' } };
      await expect(under.tokens.verify(token)).rejects.toMatchObject(expired);
    });

    it('is refused when another issuer signed it', async () => {
      const stranger = await (await open()).sign(Identity.parse(someone));
      await expect(under.tokens.verify(stranger)).rejects.toMatchObject(refused);
    });

    it('is refused when a claim was altered', async () => {
      const [header = '', , signature = ''] = (await tokenOf()).split('.');
      const [, payload = ''] = (await tokenOf(other)).split('.');
      const altered = [header, payload, signature].join('.');
      await expect(under.tokens.verify(altered)).rejects.toMatchObject(refused);
    });

    it('is refused when it wants no signature', async () => {
      const [, payload = ''] = (await tokenOf()).split('.');
      const header = Buffer.from('{"alg":"none"}').toString('base64url');
      await expect(under.tokens.verify(`${header}.${payload}.`)).rejects.toMatchObject(refused);
    });

    it('is refused when it is none at all, whatever it is', async () => {
      const nonsense = fc.oneof(
        fc.string(),
        fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((p) => p.join('.')),
      );
      await fc.assert(
        fc.asyncProperty(nonsense, (token) =>
          expect(under.tokens.verify(token)).rejects.toMatchObject(refused),
        ),
      );
    });
  });
}

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { DeployedGovernanceKeys } from '../../../adapters/aws/governance-keys.ts';
import { describeGovernanceKeys } from '../governance-keys.contract.ts';

const old = generateKeyPairSync('ed25519');
const current = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const JSON_OF_BOTH = JSON.stringify({ old: pemOf(old.publicKey), current: pemOf(current.publicKey) });

const signedBy = (keyId: string, key: KeyObject, text: string) => ({
  keyId,
  text,
  signature: sign(null, Buffer.from(text), key).toString('base64url'),
});

describeGovernanceKeys('the deployed keys', async () => ({
  keys: new DeployedGovernanceKeys(JSON_OF_BOTH),
  sign: (text) => signedBy('current', current.privateKey, text),
}));

describe('several keys of the Governance Layer', () => {
  it('hold side by side, each under its own name alone', async () => {
    const keys = new DeployedGovernanceKeys(JSON_OF_BOTH);
    expect(await keys.check(signedBy('old', old.privateKey, 'text'))).toBe('good');
    expect(await keys.check(signedBy('current', old.privateKey, 'text'))).toBe('bad');
  });

  it('may be none: then nothing is believed', async () => {
    const keys = new DeployedGovernanceKeys('{}');
    expect(await keys.check(signedBy('old', old.privateKey, 'text'))).toBe('unknown key');
  });

  it.each([
    ['no JSON', 'current=...'],
    ['a list', '[]'],
    ['no text', '{"current":1}'],
    ['no PEM', '{"current":"AAAA"}'],
    ['a private key', JSON.stringify({ current: old.privateKey.export({ type: 'pkcs8', format: 'pem' }) })],
    [
      'a key of another kind',
      JSON.stringify({ current: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey) }),
    ],
  ])('stop a deployment that names %s', (_, json) => {
    expect(() => new DeployedGovernanceKeys(json)).toThrow(/^The Governance Layer key/);
  });
});

import type { PolicyTools } from '../../../core/ports.ts';
import { CedarEngine } from '../../portable/cedar-engine.ts';
import { BundleSigner } from './bundle-signer.ts';
import { LocalGovernance } from './local-governance.ts';

/** What the product judges, believes and sends out policies with, in one process, and the keys behind it. */
export interface LocalPolicies extends PolicyTools {
  readonly keys: LocalGovernance;
  readonly packer: BundleSigner;
}

/** Opens the keys of `directory`, or new ones in memory without it. Cedar is loaded with the first question. */
export async function openLocalPolicies(directory?: string): Promise<LocalPolicies> {
  const [keys, packer] = await Promise.all([LocalGovernance.open(directory), BundleSigner.open(directory)]);
  return { engine: new CedarEngine(), keys, packer };
}

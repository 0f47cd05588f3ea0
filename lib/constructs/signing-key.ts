import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { OpsFunction } from './ops-function.ts';

/** What a signing key is for, and where functions read its ARN. */
export interface SigningKeyProps {
  readonly description: string;
  /** The environment variable that holds the key's ARN. */
  readonly variable: string;
}

/** An ECC P-256 key that never leaves KMS: it signs, and anyone with its public half can verify. */
export class SigningKey extends Construct {
  readonly key: Key;
  readonly #variable: string;

  constructor(scope: Construct, id: string, { description, variable }: SigningKeyProps) {
    super(scope, id);
    this.#variable = variable;
    this.key = new Key(this, 'Key', {
      description,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function sign with the key. */
  letSign(fn: OpsFunction): void {
    this.#allow(fn, ['kms:Sign']);
  }

  /** Lets a function check signatures of the key. */
  letVerify(fn: OpsFunction): void {
    this.#allow(fn, ['kms:Verify']);
  }

  /** Lets a function read the public half. */
  letReadPublicHalf(fn: OpsFunction): void {
    this.#allow(fn, ['kms:GetPublicKey']);
  }

  #allow(fn: OpsFunction, actions: readonly string[]): void {
    fn.allow(new PolicyStatement({ actions: [...actions], resources: [this.key.keyArn] }));
    fn.tell(this.#variable, this.key.keyArn);
  }
}

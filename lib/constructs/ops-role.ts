import {
  type AddToPrincipalPolicyResult,
  CfnManagedPolicy,
  ManagedPolicy,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';

/** A role whose permissions are one managed policy of its own: visible by name, with versions, and never inline. */
export class OpsRole extends Role {
  #permissions: ManagedPolicy | undefined;

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const permissions = this.#policy();
    permissions.addStatements(statement);
    return { statementAdded: true, policyDependable: permissions };
  }

  /** Adds statements; the same as granting to the role. */
  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.addToPrincipalPolicy(statement);
  }

  /** The CloudFormation resource of the role's policy. */
  permissions(): CfnManagedPolicy {
    return resourceOf(this.#policy());
  }

  #policy(): ManagedPolicy {
    this.#permissions ??= new ManagedPolicy(this, 'Permissions', { roles: [this] });
    return this.#permissions;
  }
}

/** The CloudFormation resource of a managed policy. */
export function resourceOf(policy: ManagedPolicy): CfnManagedPolicy {
  const { defaultChild } = policy.node;
  if (defaultChild instanceof CfnManagedPolicy) return defaultChild;
  throw new Error('A managed policy has no resource of its own; the CDK has changed.');
}

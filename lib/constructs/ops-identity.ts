import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { CfnUserPoolGroup, Mfa, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Role } from '../../core/contract/identity.ts';

/**
 * Who people are: a user pool nobody can sign up to by themselves, with one group per role. Groups of approvers
 * are further groups of the pool, made by whoever runs it. Machines are clients of the pool.
 */
export class OpsIdentity extends Construct {
  readonly authorizer: HttpJwtAuthorizer;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const pool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const role of Role.options) {
      new CfnUserPoolGroup(this, `Role-${role}`, { userPoolId: pool.userPoolId, groupName: `role:${role}` });
    }
    const page = new UserPoolClient(this, 'Page', {
      userPool: pool,
      authFlows: { userSrp: true },
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
    });
    this.authorizer = new HttpJwtAuthorizer('Tokens', pool.userPoolProviderUrl, {
      jwtAudience: [page.userPoolClientId],
    });
    for (const id of ['AwsSolutions-COG3', 'AwsSolutions-COG8']) {
      Validations.of(pool).acknowledge({
        id,
        reason: 'Threat protection needs the paid Plus plan; sign-up is closed and a second factor required.',
      });
    }
  }
}

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { Role } from '../../core/contract/identity.ts';
import { CLI_CALLBACK_URL, type PageConfigInput, SIGN_IN_SCOPES } from '../../core/contract/page-config.ts';
import type { OpsFunction } from './ops-function.ts';

/** The groups of approvers that every environment starts with; more are made in the pool. */
const APPROVERS = ['program', 'finance'] as const;

type SignInConfigInput = NonNullable<PageConfigInput['signIn']>;

/** Where the page is. */
export interface OpsIdentityProps {
  /** Where people come back to after signing in and out, e.g. `https://ops.example.gov/`. */
  readonly pageUrl: string;
  /** The name of the sign-in pages' domain; undefined: there are none, and tokens come from the API of Cognito. */
  readonly signInDomain?: string | undefined;
}

/**
 * Who people are: a user pool nobody can sign up to by themselves, with one group per role and one per group of
 * approvers. Whoever signs in shows a second factor; passwords that are known to be stolen are refused.
 */
export class OpsIdentity extends Construct {
  readonly pool: UserPool;
  readonly page: UserPoolClient;
  readonly authorizer: HttpJwtAuthorizer;

  constructor(scope: Construct, id: string, { pageUrl, signInDomain }: OpsIdentityProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: PASSWORDS,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const groupName of [...Role.options.map((role) => `role:${role}`), ...APPROVERS])
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: this.pool.userPoolId, groupName });
    this.page = this.#client(pageUrl);
    this.authorizer = new HttpJwtAuthorizer('Tokens', this.pool.userPoolProviderUrl, {
      jwtAudience: [this.page.userPoolClientId],
    });
    if (signInDomain !== undefined) this.#signInPages(signInDomain);
  }

  /** Lets a function verify tokens that no gateway has verified. The pool's public keys are public: no permission. */
  letVerify(fn: OpsFunction): void {
    fn.tell(ENV.userPool, this.pool.userPoolId);
    fn.tell(ENV.userPoolClients, this.page.userPoolClientId);
  }

  /** How people sign in at the pages of `origin`. */
  signIn(origin: string): SignInConfigInput {
    return {
      origin,
      issuer: this.pool.userPoolProviderUrl,
      clientId: this.page.userPoolClientId,
      scopes: SIGN_IN_SCOPES,
    };
  }

  /** A public client: no secret, authorization code with PKCE. */
  #client(pageUrl: string): UserPoolClient {
    return new UserPoolClient(this, 'Page', {
      userPool: this.pool,
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: SIGN_IN_SCOPES.map((scope) => OAuthScope.custom(scope)),
        callbackUrls: [pageUrl, CLI_CALLBACK_URL],
        logoutUrls: [pageUrl],
      },
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }

  #signInPages(domainPrefix: string): void {
    this.pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    new CfnManagedLoginBranding(this, 'Look', {
      userPoolId: this.pool.userPoolId,
      clientId: this.page.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
}

const PASSWORDS = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
};

import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { identityOf } from '../../adapters/aws/claims-identity.ts';
import { SignIn } from '../../client/sign-in.ts';
import { CLI_CALLBACK_URL, SIGN_IN_SCOPES } from '../../core/contract/page-config.ts';

const ENDPOINT = new URL(process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566').origin;
const ANA = { username: 'ana@example.gov', password: 'Correct-horse-7-battery' };
const cognito = new CognitoIdentityProviderClient({});

/** A pool with one client, as the stacks make it, and Ana in two groups. */
async function openPool(): Promise<{ readonly poolId: string; readonly clientId: string }> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: `sign-in-${process.pid}` }));
  const poolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'page',
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: [...SIGN_IN_SCOPES],
      CallbackURLs: [CLI_CALLBACK_URL],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'],
    }),
  );
  await addAna(poolId);
  return { poolId, clientId: UserPoolClient?.ClientId ?? '' };
}

async function addAna(UserPoolId: string): Promise<void> {
  const Username = ANA.username;
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  const password = { UserPoolId, Username, Password: ANA.password, Permanent: true };
  await cognito.send(new AdminSetUserPasswordCommand(password));
  for (const GroupName of ['role:viewer', 'program']) {
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  }
}

/** Fills in the form of the sign-in pages, and answers where they lead. */
async function signInAt(url: string): Promise<string> {
  const html = await (await fetch(url)).text();
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(HIDDEN)) fields.set(name, unescaped(value));
  for (const [name, value] of Object.entries(ANA)) fields.set(name, value);
  const action = /<form method="POST" action="([^"]+)"/.exec(html)?.[1] ?? '/login';
  const to = new URL(action, url);
  const answer = await fetch(to, { method: 'POST', body: fields, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

const HIDDEN = /<input type="hidden" name="([^"]+)" value="([^"]*)"/g;
const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&#x27;', "'");

describe('signing in at the managed login of an emulator', () => {
  let signIn: SignIn;
  let issuer: string;
  beforeAll(async () => {
    const { poolId, clientId } = await openPool();
    issuer = `https://cognito-idp.${poolId.split('_')[0]}.amazonaws.com/${poolId}`;
    const config = { origin: ENDPOINT, issuer, clientId, scopes: SIGN_IN_SCOPES };
    signIn = new SignIn({ config, redirectUri: CLI_CALLBACK_URL });
  });

  it('gives an ID token that says who somebody is and in which groups', async () => {
    const { tokens, returnTo } = await signIn.finish(await signInAt(await signIn.start('/jobs')));
    expect(returnTo).toBe('/jobs');
    expect(identityOf(decodeJwt(tokens.idToken))).toMatchObject({
      sub: tokens.sub,
      kind: 'human',
      roles: ['viewer'],
      groups: ['program'],
    });
  });

  it('gives another one for the refresh token', async () => {
    const { tokens } = await signIn.finish(await signInAt(await signIn.start('/')));
    const renewed = await signIn.renew(tokens);
    expect(decodeJwt(renewed.idToken)).toMatchObject({ sub: tokens.sub, iss: issuer });
  });

  it('takes a code once', async () => {
    const back = await signInAt(await signIn.start('/'));
    await signIn.finish(back);
    await expect(signIn.finish(back)).rejects.toMatchObject({ reason: 'stale' });
  });
});

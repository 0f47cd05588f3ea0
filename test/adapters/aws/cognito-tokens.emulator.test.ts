import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { openCognitoTokens } from '../../../adapters/aws/cognito-tokens.ts';

const cognito = new CognitoIdentityProviderClient({});
const ANA = { Username: 'ana', Password: 'Correct-horse-9' };
const GROUPS = ['role:viewer', 'role:approver', 'program'];

describe('an id token of a user pool, on the wire', () => {
  let pool = '';
  let client = '';
  beforeAll(async () => {
    const created = await cognito.send(new CreateUserPoolCommand({ PoolName: `hms-${process.pid}` }));
    pool = created.UserPool?.Id ?? '';
    const of = { UserPoolId: pool };
    const flows = { ClientName: 'cli', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const] };
    const answer = await cognito.send(new CreateUserPoolClientCommand({ ...of, ...flows }));
    client = answer.UserPoolClient?.ClientId ?? '';
    await cognito.send(new AdminCreateUserCommand({ ...of, Username: ANA.Username }));
    await cognito.send(new AdminSetUserPasswordCommand({ ...of, ...ANA, Permanent: true }));
    for (const GroupName of GROUPS) {
      await cognito.send(new CreateGroupCommand({ ...of, GroupName }));
      await cognito.send(new AdminAddUserToGroupCommand({ ...of, Username: ANA.Username, GroupName }));
    }
  });
  afterAll(async () => {
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: pool }));
  });

  async function signIn() {
    const AuthParameters = { USERNAME: ANA.Username, PASSWORD: ANA.Password };
    const command = new InitiateAuthCommand({
      ClientId: client,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters,
    });
    return (await cognito.send(command)).AuthenticationResult ?? {};
  }

  it('says who signed in, with roles and groups', async () => {
    const { IdToken = '' } = await signIn();
    expect(await openCognitoTokens({ userPool: pool, clients: ['other', client] }).verify(IdToken)).toEqual({
      sub: expect.any(String),
      kind: 'human',
      name: 'ana',
      roles: expect.arrayContaining(['viewer', 'approver']),
      groups: ['program'],
    });
  });

  it('is not the access token, nor one of another client', async () => {
    const { IdToken = '', AccessToken = '' } = await signIn();
    const refused = { code: 'request.unauthenticated' };
    const tokens = openCognitoTokens({ userPool: pool, clients: [client] });
    await expect(tokens.verify(AccessToken)).rejects.toMatchObject(refused);
    const others = openCognitoTokens({ userPool: pool, clients: ['other'] });
    await expect(others.verify(IdToken)).rejects.toMatchObject(refused);
  });
});

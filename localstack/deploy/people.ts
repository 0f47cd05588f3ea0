import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandOutput,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { totp } from './totp.ts';

/** A person of the story. */
export type PersonName = keyof typeof LOCAL_IDENTITIES;

const PASSWORD = 'Grant-2026-portal!';

/** Where the people of a deployment sign in. */
export interface Pool {
  readonly poolId: string;
  readonly clientId: string;
}

type Answer = Pick<AdminInitiateAuthCommandOutput, 'AuthenticationResult' | 'ChallengeName' | 'Session'>;

/** The people of the story in a user pool: they are made once, and sign in with a second factor where they are asked. */
export class People {
  readonly #client = new CognitoIdentityProviderClient({});
  readonly #pool: Pool;
  readonly #secrets = new Map<PersonName, string>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Whether somebody is of the story. */
  static has(name: string): name is PersonName {
    return name in LOCAL_IDENTITIES;
  }

  /** Makes everybody, with their roles and groups. Idempotent. */
  async make(): Promise<void> {
    const names = Object.keys(LOCAL_IDENTITIES) as PersonName[]; // safe: the keys of the table are the names
    await Promise.all(names.map((name) => this.#make(name)));
  }

  /** A new id token of a person. @throws Error when the pool asks for what we cannot answer. */
  async idToken(name: PersonName): Promise<string> {
    let answer: Answer = await this.#client.send(
      new AdminInitiateAuthCommand({
        UserPoolId: this.#pool.poolId,
        ClientId: this.#pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: emailOf(name), PASSWORD },
      }),
    );
    for (let asked = 0; answer.AuthenticationResult === undefined && asked < 3; asked += 1)
      answer = await this.#respond(name, answer);
    const token = answer.AuthenticationResult?.IdToken;
    if (token === undefined) throw new Error(`${name} got no token; asked for ${answer.ChallengeName}.`);
    return token;
  }

  async #make(name: PersonName): Promise<void> {
    const { roles, groups, name: fullName } = LOCAL_IDENTITIES[name];
    const user = { UserPoolId: this.#pool.poolId, Username: emailOf(name) };
    await this.#client
      .send(
        new AdminCreateUserCommand({
          ...user,
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            { Name: 'email', Value: emailOf(name) },
            { Name: 'email_verified', Value: 'true' },
            { Name: 'name', Value: fullName },
          ],
        }),
      )
      .catch(unlessThere);
    await this.#client.send(
      new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }),
    );
    for (const GroupName of [...roles.map((role) => `role:${role}`), ...groups])
      await this.#client.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  }

  async #respond(name: PersonName, { ChallengeName, Session }: Answer): Promise<Answer> {
    if (ChallengeName === 'MFA_SETUP') return this.#enrol(name, Session);
    if (ChallengeName !== 'SOFTWARE_TOKEN_MFA') throw new Error(`Nobody here can answer ${ChallengeName}.`);
    return this.#answer(name, ChallengeName, { Session, code: this.#code(name) });
  }

  async #enrol(name: PersonName, session: string | undefined): Promise<Answer> {
    const associated = await this.#client.send(new AssociateSoftwareTokenCommand({ Session: session }));
    this.#secrets.set(name, associated.SecretCode ?? '');
    const verified = await this.#client.send(
      new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode: this.#code(name) }),
    );
    return this.#answer(name, 'MFA_SETUP', { Session: verified.Session });
  }

  #answer(
    name: PersonName,
    ChallengeName: 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA',
    { Session, code }: { readonly Session: string | undefined; readonly code?: string },
  ): Promise<Answer> {
    return this.#client.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: this.#pool.poolId,
        ClientId: this.#pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: {
          USERNAME: emailOf(name),
          ...(code !== undefined && { SOFTWARE_TOKEN_MFA_CODE: code }),
        },
      }),
    );
  }

  #code(name: PersonName): string {
    return totp(this.#secrets.get(name) ?? '', Date.now());
  }
}

function emailOf(name: PersonName): string {
  return `${name}@govlab.example`;
}

function unlessThere(error: unknown): void {
  if (!(error instanceof UsernameExistsException)) throw error;
}

import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SecretState, Secrets } from '../../core/ports.ts';
import { answered, clientSettings } from './aws-client.ts';
import type { AwsPlace } from './aws-place.ts';

/** Whose secrets may be asked about, and the environment whose tag lets its tasks read one. */
export interface SecretPlace extends AwsPlace {
  readonly environment: string;
}

/** The tag by which the role that starts tasks may read a secret: `lib/constructs/task-roles.ts`. */
const TAG = 'hms:environment';

/** What an `AwsSecrets` is made of. */
export interface AwsSecretsParts extends SecretPlace {
  readonly secretsManager: SecretsManagerClient;
  readonly ssm: SSMClient;
}

/** `arn:partition:service:region:account:resource`, as `SecretArn` of the service spec lets it through. */
const ARN =
  /^arn:[^:]+:(?<service>secretsmanager|ssm):(?<region>[^:]+):(?<account>\d{12}):(?:secret:|parameter\/)(?<name>.+)$/;

/** Segments of a secret's own ARN; ECS takes a JSON key and a version behind it. Source: ECS, "Pass sensitive data". */
const ARN_SEGMENTS = 7;

/**
 * What a refusal says of a secret: a name that cannot be known, or one that we may not ask about. Sources: Secrets
 * Manager API Reference, DescribeSecret; Systems Manager API Reference, Common Errors.
 */
const REFUSALS: Readonly<Record<string, SecretState>> = {
  ResourceNotFoundException: 'missing',
  InvalidParameterException: 'missing',
  AccessDeniedException: 'unknown',
};

/**
 * Looks secrets and parameters up by what is said of them, never by their value: the role that reads this holds no right
 * to. Those of another account or region are `unknown` without a call, and so is what we may not ask about.
 */
export class AwsSecrets implements Secrets {
  readonly #parts: AwsSecretsParts;

  constructor(parts: AwsSecretsParts) {
    this.#parts = parts;
  }

  /**
   * One call. A secret that is scheduled for deletion is `missing`; the tags of a parameter are not asked for.
   * @throws OpsError `platform.unavailable`
   */
  async check(arn: string): Promise<SecretState> {
    const secret = this.#ownSecret(arn);
    if (!secret) return 'unknown';
    try {
      if (!secret.isParameter) return await this.#stateOf(arn);
      return (await this.#hasParameter(secret.name)) ? 'exists' : 'missing';
    } catch (error) {
      const state = REFUSALS[error instanceof Error ? error.name : ''];
      if (!state) throw error;
      return state;
    }
  }

  #ownSecret(arn: string): { readonly isParameter: boolean; readonly name: string } | undefined {
    const { service, region, account, name = '' } = ARN.exec(arn)?.groups ?? {};
    const isOwn = region === this.#parts.region && account === this.#parts.account;
    return isOwn ? { isParameter: service === 'ssm', name } : undefined;
  }

  async #stateOf(arn: string): Promise<SecretState> {
    const SecretId = arn.split(':').slice(0, ARN_SEGMENTS).join(':');
    const command = new DescribeSecretCommand({ SecretId });
    const { DeletedDate, Tags = [] } = await answered(
      'secretsmanager',
      this.#parts.secretsManager.send(command),
    );
    if (DeletedDate !== undefined) return 'missing';
    const isOurs = Tags.some(({ Key, Value }) => Key === TAG && Value === this.#parts.environment);
    return isOurs ? 'exists' : 'unreadable';
  }

  /** An answer may be empty although more follows. Source: Systems Manager API Reference, DescribeParameters. */
  async #hasParameter(name: string): Promise<boolean> {
    let next: string | undefined;
    do {
      const command: DescribeParametersCommand = new DescribeParametersCommand({
        ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: namesOf(name) }],
        ...(next !== undefined && { NextToken: next }),
      });
      const answer = await answered('ssm', this.#parts.ssm.send(command));
      if ((answer.Parameters ?? []).length > 0) return true;
      next = answer.NextToken || undefined;
    } while (next !== undefined);
    return false;
  }
}

/** The secrets of this account and region. */
export function openSecrets(place: SecretPlace): AwsSecrets {
  const [secretsManager, ssm] = [new SecretsManagerClient(clientSettings()), new SSMClient(clientSettings())];
  return new AwsSecrets({ ...place, secretsManager, ssm });
}

/** An ARN does not tell whether a name of one part begins with a slash; one of several parts always does. */
function namesOf(name: string): string[] {
  return name.includes('/') ? [`/${name}`] : [name, `/${name}`];
}

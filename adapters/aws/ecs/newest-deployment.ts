import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import type { EcsCalls } from './ecs-calls.ts';
import { isUnsupported } from './ecs-refusals.ts';

/** A service deployment, and what it is to bring: the ARN of a task definition. */
export interface NewestDeployment {
  readonly deployment: ServiceDeployment;
  readonly taskDefinition: string | undefined;
}

/** Asks ECS for the newest service deployment of services. One that has ended is asked for once. */
export class NewestDeployments {
  readonly #calls: EcsCalls;
  readonly #cluster: string;
  readonly #ended = new Map<string, { readonly mark: string; readonly newest: NewestDeployment }>();
  #isTold = true;

  constructor({ calls, cluster }: { readonly calls: EcsCalls; readonly cluster: string }) {
    this.#calls = calls;
    this.#cluster = cluster;
  }

  /** Undefined where there is none, or the target tells of none: it says so once, and is not asked again. */
  async of(name: string, service: Service): Promise<NewestDeployment | undefined> {
    const mark = markOf(service);
    const known = this.#ended.get(name);
    if (known && known.mark === mark) return known.newest;
    const newest = this.#isTold ? await this.#ask(name) : undefined;
    if (newest?.deployment.finishedAt && mark !== undefined) this.#ended.set(name, { mark, newest });
    else this.#ended.delete(name);
    return newest;
  }

  async #ask(name: string): Promise<NewestDeployment | undefined> {
    try {
      const deployment = await this.#newest(name);
      return deployment && { deployment, taskDefinition: await this.#targetOf(deployment) };
    } catch (error) {
      if (!isUnsupported(error)) throw error;
      this.#isTold = false;
      return undefined;
    }
  }

  async #newest(service: string): Promise<ServiceDeployment | undefined> {
    const list = new ListServiceDeploymentsCommand({ cluster: this.#cluster, service });
    const { serviceDeployments = [] } = await this.#calls.send(list, 'deployments');
    const [newest] = [...serviceDeployments].sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
    if (newest?.serviceDeploymentArn === undefined) return undefined;
    const serviceDeploymentArns = [newest.serviceDeploymentArn];
    const describe = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns });
    return (await this.#calls.send(describe, 'deployments')).serviceDeployments?.[0];
  }

  async #targetOf({ targetServiceRevision }: ServiceDeployment): Promise<string | undefined> {
    if (targetServiceRevision?.arn === undefined) return undefined;
    const serviceRevisionArns = [targetServiceRevision.arn];
    const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns });
    return (await this.#calls.send(command, 'revisions')).serviceRevisions?.[0]?.taskDefinition;
  }
}

/** Changes whenever another deployment begins or one moves on; undefined while any is under way. */
function markOf({ deployments = [] }: Service): string | undefined {
  if (deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS')) return undefined;
  return deployments.map(({ id, updatedAt }) => `${id}@${updatedAt?.getTime()}`).join();
}

/** Where the emulated ECS stands, and as whom its callers act. */
export interface EcsPlace {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** The ARN of who signs the calls: here all of them are the product's. */
  readonly caller: string;
}

/** ARNs in a place. Source: Amazon ECS developer guide, "Amazon Resource Names (ARNs) and IDs", long formats. */
export class EcsArns {
  readonly #base: string;
  readonly #place: EcsPlace;

  constructor(place: EcsPlace) {
    this.#place = place;
    this.#base = `arn:aws:ecs:${place.region}:${place.account}`;
  }

  get cluster(): string {
    return `${this.#base}:cluster/${this.#place.cluster}`;
  }

  service(name: string): string {
    return `${this.#base}:service/${this.#place.cluster}/${name}`;
  }

  task(id: string): string {
    return `${this.#base}:task/${this.#place.cluster}/${id}`;
  }

  definition(family: string, revision: number): string {
    return `${this.#base}:task-definition/${family}:${revision}`;
  }

  serviceRevision(service: string, number: number): string {
    return `${this.#base}:service-revision/${this.#place.cluster}/${service}/${number}`;
  }

  /** Of the id that the simulated cloud gives a rollout: `ecs-svc/<hex>`. */
  serviceDeployment(service: string, id: string): string {
    return `${this.#base}:service-deployment/${this.#place.cluster}/${service}/${lastOf(id)}`;
  }
}

/** The name or id that an ARN ends with; a name itself. */
export function lastOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

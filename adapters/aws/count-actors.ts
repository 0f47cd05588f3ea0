import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { ACTORS } from '../../core/actors.ts';
import { answered, clientSettings } from './aws-client.ts';

/** As many events as one answer holds, and how many answers are read. Source: AWS CloudTrail API reference, LookupEvents. */
const MOST = 50;
const MOST_PAGES = 3;

/** What of a recorded UpdateService is read. Source: AWS CloudTrail user guide, "CloudTrail record contents". */
const Recorded = z.object({
  userIdentity: z.object({ arn: z.string().optional(), invokedBy: z.string().optional() }),
  requestParameters: z
    .object({ service: z.string(), cluster: z.string().optional(), desiredCount: z.number().optional() })
    .nullish(),
  errorCode: z.string().optional(),
});

/** Says who set a task count: ECS does not, the account's trail of calls does. */
export interface CountActors {
  /**
   * The ARN of who set it to `desiredCount`, the product's own name where that was us; empty where the trail tells
   * nothing, or not yet: the newest call that it knows set another count.
   */
  whoSet(service: string, desiredCount: number): Promise<string>;
}

/**
 * CloudTrail's event history: calls of the last 90 days, some minutes late. Asked only when a count was found that is
 * not ours. A trail that does not answer tells nothing; drift is then reported of somebody unknown.
 */
export class TrailCountActors implements CountActors {
  readonly #client: CloudTrailClient;
  readonly #cluster: string;

  constructor({ client, cluster }: { readonly client: CloudTrailClient; readonly cluster: string }) {
    this.#client = client;
    this.#cluster = cluster;
  }

  async whoSet(service: string, desiredCount: number): Promise<string> {
    const place = { service, cluster: this.#cluster };
    try {
      let NextToken: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const found = await this.#calls(NextToken);
        const call = newestIn(found.events, place);
        if (call) return call.desiredCount === desiredCount ? call.actor : '';
        if (found.next === undefined) return '';
        NextToken = found.next;
      }
      return '';
    } catch {
      return '';
    }
  }

  async #calls(
    NextToken: string | undefined,
  ): Promise<{ readonly events: readonly Event[]; readonly next: string | undefined }> {
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateService' }],
      MaxResults: MOST,
      NextToken,
    });
    const { Events: events = [], NextToken: next } = await answered('cloudtrail', this.#client.send(command));
    return { events, next };
  }
}

/** The trail of the account and region that the environment names. */
export function openCountActors({ cluster }: { readonly cluster: string }): TrailCountActors {
  return new TrailCountActors({ client: new CloudTrailClient(clientSettings()), cluster });
}

/** A call that set a task count: to what, and whose it was. */
export interface CountCall {
  readonly desiredCount: number;
  readonly actor: string;
}

/** The newest of `events` that set this service's count; they come newest first. Pure. */
export function newestIn(
  events: readonly Pick<Event, 'CloudTrailEvent'>[],
  place: { readonly service: string; readonly cluster: string },
): CountCall | undefined {
  const calls = events.flatMap(({ CloudTrailEvent = '' }) => recordedIn(CloudTrailEvent) ?? []);
  const call = calls.find((one) => setsCount(one, place));
  const desiredCount = call?.requestParameters?.desiredCount;
  if (!call || desiredCount === undefined) return undefined;
  const { arn, invokedBy } = call.userIdentity;
  const actor = arn ?? invokedBy ?? '';
  return { desiredCount, actor: OWN_ROLE.test(actor) ? ACTORS.scaler.sub : actor };
}

function setsCount(
  { requestParameters: named, errorCode }: z.infer<typeof Recorded>,
  { service, cluster }: { readonly service: string; readonly cluster: string },
): boolean {
  if (named?.desiredCount === undefined || errorCode !== undefined) return false;
  return lastOf(named.service) === service && lastOf(named.cluster ?? '') === cluster;
}

/** The session of the reconcile function: the name of its role ends so. */
const OWN_ROLE = /assumed-role\/[^/]*reconcile[^/]*\//i;

function recordedIn(text: string): z.infer<typeof Recorded> | undefined {
  try {
    return Recorded.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The name in an ARN, or the name itself. */
function lastOf(name: string): string {
  return name.split('/').at(-1) ?? '';
}

import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Between two looks, in ms: an emulator's pollers come by in between. */
const LOOK_MS = 25;
/** So many looks in a row must show the same, with nothing waiting. */
const SAME_LOOKS = 3;
/** A message that is worked on for longer than this without anything else moving has failed; in ms. */
const STUCK_MS = 10_000;
/** Longest wait for quiet, in ms. */
const LONGEST_MS = 60_000;

/** What is looked at: the queues that functions read, by URL, and the product's bus. */
export interface QuietParts {
  readonly queues: readonly string[];
  readonly bus: string;
}

interface Look {
  readonly waiting: number;
  readonly underWay: number;
  readonly published: number;
}

/**
 * Tells when a deployment has done what it had to do: nothing waits in its queues, none of them is being read, and no
 * event has come on the bus for a while. A queue of the test's own listens to the bus beside the product's.
 */
export class Quiet {
  readonly #sqs = sqsClient();
  readonly #queues: readonly string[];
  readonly #ear: string;
  #stuck = 0;

  private constructor(queues: readonly string[], ear: string) {
    this.#queues = queues;
    this.#ear = ear;
  }

  /** Begins to listen. */
  static async open({ queues, bus }: QuietParts): Promise<Quiet> {
    const name = `${bus}-heard`;
    const { QueueUrl = '' } = await sqsClient().send(new CreateQueueCommand({ QueueName: name }));
    const events = new EventBridgeClient({});
    const rule = { Name: name, EventBusName: bus };
    await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ['hms.ops'] }) }));
    const Arn = await arnOf(QueueUrl);
    await events.send(
      new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: 'heard', Arn }] }),
    );
    return new Quiet(queues, QueueUrl);
  }

  /** How many events came on the bus since the beginning. */
  async published(): Promise<number> {
    return (await this.#look()).published;
  }

  /** Messages that are out of sight although nobody works on them: they failed and wait to come again. */
  get stuck(): number {
    return this.#stuck;
  }

  /** Resolves once all is quiet; returns how many events were published meanwhile. @throws Error when it never is. */
  async wait(): Promise<number> {
    const begunMs = performance.now();
    let seen = await this.#look();
    const first = seen.published;
    let movedMs = begunMs;
    for (let same = 0; same < SAME_LOOKS; ) {
      await pause(LOOK_MS);
      const now = await this.#look();
      const moved = !isSame(seen, now);
      if (moved) movedMs = performance.now();
      if (performance.now() - movedMs > STUCK_MS) this.#stuck = now.underWay;
      same = moved || !this.#isIdle(now) ? 0 : same + 1;
      seen = now;
      refuseForever(begunMs, now);
    }
    this.#stuck = Math.min(this.#stuck, seen.underWay);
    return seen.published - first;
  }

  #isIdle({ waiting, underWay }: Look): boolean {
    return waiting === 0 && underWay <= this.#stuck;
  }

  async #look(): Promise<Look> {
    const [heard, ...read] = await Promise.all([this.#ear, ...this.#queues].map((url) => this.#depth(url)));
    const sum = (of: (depth: Depth) => number) => read.reduce((total, depth) => total + of(depth), 0);
    return {
      published: heard?.waiting ?? 0,
      waiting: sum(({ waiting }) => waiting),
      underWay: sum(({ underWay }) => underWay),
    };
  }

  async #depth(QueueUrl: string): Promise<Depth> {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
    const { Attributes = {} } = await this.#sqs.send(command);
    return {
      waiting: Number(Attributes[AttributeNames[0]]),
      underWay: Number(Attributes[AttributeNames[1]]),
    };
  }
}

/** Emulators name queues by a host of their own, which need not be the one that they are reached at. */
function sqsClient(): SQSClient {
  return new SQSClient({ useQueueUrlAsEndpoint: false });
}

interface Depth {
  readonly waiting: number;
  readonly underWay: number;
}

function isSame(one: Look, other: Look): boolean {
  return (
    one.waiting === other.waiting && one.underWay === other.underWay && one.published === other.published
  );
}

function refuseForever(begunMs: number, look: Look): void {
  if (performance.now() - begunMs > LONGEST_MS)
    throw new Error(`It never became quiet: ${JSON.stringify(look)}.`);
}

async function arnOf(QueueUrl: string): Promise<string> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const { Attributes = {} } = await sqsClient().send(command);
  return Attributes['QueueArn'] ?? '';
}

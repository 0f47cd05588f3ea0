import type { Alarm } from '../../core/contract/monitoring.ts';
import type { Alarms } from '../../core/ports.ts';

/**
 * How long an answer about the alarms of a service stands, in ms. A deployment is looked at every few seconds, and
 * DescribeAlarms is allowed nine times a second for a whole account, ECS with its rollback alarms included. What somebody
 * alters by hand is seen that much later. Source: Amazon CloudWatch user guide, "CloudWatch service quotas".
 */
const STANDS_MS = 60_000;

interface Listed {
  readonly atMs: number;
  readonly alarms: readonly Alarm[];
}

/** Alarms that are asked for once a minute, and anew after we have altered them. For who compares rules, not states. */
export class ListedAlarms implements Alarms {
  readonly #alarms: Alarms;
  readonly #nowMs: () => number;
  readonly #listed = new Map<string, Listed>();

  constructor(alarms: Alarms, nowMs: () => number) {
    this.#alarms = alarms;
    this.#nowMs = nowMs;
  }

  async ensure(request: Parameters<Alarms['ensure']>[0]): Promise<void> {
    this.#listed.delete(request.service);
    await this.#alarms.ensure(request);
    this.#listed.delete(request.service); // who asked meanwhile may have seen them half done
  }

  async list(service: string): Promise<readonly Alarm[]> {
    const known = this.#listed.get(service);
    if (known && this.#nowMs() - known.atMs < STANDS_MS) return known.alarms;
    const atMs = this.#nowMs();
    const alarms = await this.#alarms.list(service);
    this.#listed.set(service, { atMs, alarms });
    return alarms;
  }

  listAlarming(): ReturnType<Alarms['listAlarming']> {
    return this.#alarms.listAlarming();
  }
}

import type { CloudMutation } from '../../../core/contract/dev.ts';
import type { Cause } from '../../../core/fleet/compute.ts';
import type { Scene } from './scene.ts';

/** What CloudTrail would tell: the newest calls that altered the cloud, and what caused each. */
const KEPT = 10_000;

/** Keeps the newest 10,000 calls that altered the simulated cloud, oldest first. */
export class MutationLog {
  private entries: CloudMutation[] = [];

  constructor(private readonly scene: Scene) {}

  get all(): readonly CloudMutation[] {
    return this.entries;
  }

  add({
    cause,
    ...call
  }: {
    call: string;
    service: string;
    cause: Cause;
    detail: CloudMutation['detail'];
  }): void {
    const { actor, changeId, decisionId } = cause;
    const at = new Date(this.scene.nowMs).toISOString();
    const named = {
      ...(changeId !== undefined && { changeId }),
      ...(decisionId !== undefined && { decisionId }),
    };
    this.entries.push({ at, ...call, actor, ...named });
    if (this.entries.length > KEPT * 1.1) this.entries = this.entries.slice(-KEPT);
  }

  /** Puts back what `all` gave. */
  load(entries: readonly CloudMutation[]): void {
    this.entries = entries.slice(-KEPT);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { AuditHead, auditHeadKey } from '../../core/store/records/audit.ts';
import type { Commit, StreamEnd } from '../../core/store/store.ts';
import { assertWellFormed, conflictOver } from '../../core/store/well-formed.ts';
import { answered, unavailable } from './aws-client.ts';
import { commitInput, streamsOf } from './dynamo-commit.ts';
import { backoffMs, DynamoReader, documentClient, TABLE } from './dynamo-reader.ts';
import { type Refusal, refusalOf } from './dynamo-refusal.ts';

/** How often a commit is tried when only the end of an audit stream had moved; one of those that meet always wins. */
const HEAD_RACES = 50;

/** The store on one DynamoDB table. A client's own retries are safe: each transaction carries a token. */
export class DynamoStore extends DynamoReader {
  override async commit(commit: Commit): Promise<void> {
    assertWellFormed(commit);
    for (let attempt = 1; ; attempt += 1) {
      const refusal = await this.#tryCommit(commit, attempt === 1 ? commit.heads : []);
      if (refusal.kind === 'none') return;
      if (refusal.kind === 'conflict') throw conflictOver(refusal.write);
      if (attempt === HEAD_RACES)
        throw unavailable(TABLE, new Error('the end of an audit stream kept moving'));
      await pause(backoffMs(attempt));
    }
  }

  async #tryCommit(
    commit: Commit,
    known: readonly StreamEnd[] = [],
  ): Promise<Refusal | { readonly kind: 'none' }> {
    const heads = await this.#headsOf(streamsOf(commit), known);
    const command = new TransactWriteCommand(commitInput(this.table, commit, heads));
    try {
      await answered(TABLE, this.client.send(command));
      return { kind: 'none' };
    } catch (cause) {
      if (cause instanceof TransactionInProgressException) throw unavailable(TABLE, cause);
      if (!(cause instanceof TransactionCanceledException)) throw cause;
      const refusal = refusalOf(cause.CancellationReasons ?? [], commit.writes);
      if (refusal.kind === 'failure') throw unavailable(TABLE, cause);
      return refusal;
    }
  }

  async #headsOf(
    streams: readonly string[],
    known: readonly StreamEnd[],
  ): Promise<ReadonlyMap<string, StreamEnd>> {
    const unknown = streams.filter((stream) => !known.some((head) => head.stream === stream));
    const items = await this.getMany(unknown.map(auditHeadKey));
    const read = items.map(({ value }) => AuditHead.parse(value));
    return new Map([...known, ...read].map((head) => [head.stream, head]));
  }
}

/** The store on `table` of the account and region that the environment names. */
export function openDynamoStore(table: string): DynamoStore {
  return new DynamoStore(table, documentClient());
}

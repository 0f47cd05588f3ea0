import { describeCommitting } from './store-commit-contract.ts';
import type { OpenedStore } from './store-fixture.ts';
import { describeOrders } from './store-order-contract.ts';
import { describeAudit, describeOutbox } from './store-outbox-contract.ts';
import { describeReading } from './store-reading-contract.ts';

/** The promises that every adapter of the `Store` port keeps. `open` gives an empty store each time. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`a store: ${name}`, () => {
    describeReading(open);
    describeCommitting(open);
    describeOrders(open);
    describeAudit(open);
    describeOutbox(open);
  });
}

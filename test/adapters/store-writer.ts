import { writeSync } from 'node:fs';
import { openLevelStore } from '../../adapters/embedded/level-store.ts';
import { commitOf, draftFor, eventFor, itemFor, keyFor, putOf } from './store-examples.ts';

/**
 * Writes to the store in the directory it is given until it is killed. After each answered commit it says the
 * record's name on standard output. Every commit also counts: `counter` has one version per commit.
 */
const [directory = '', round = ''] = process.argv.slice(2);
const store = await openLevelStore({ location: directory });
let counted = (await store.get(keyFor('counter')))?.version ?? 0;
let number = 0;

async function writeForever(): Promise<never> {
  for (;;) {
    number += 1;
    counted += 1;
    const name = `r${round}-${number}`;
    await store.commit(
      commitOf({
        writes: [putOf(itemFor(name)), putOf(itemFor('counter', { version: counted }))],
        audit: [draftFor(`service/s${number % 3}`)],
        events: [eventFor(name)],
      }),
    );
    writeSync(1, `${name}\n`);
  }
}

await Promise.all([writeForever(), writeForever(), writeForever(), writeForever()]);

/**
 * Lets `work` begin when what was given before it for the same `owner` has ended, whatever its end. Within one process
 * this spares writers of one record from losing to each other over and over; between processes the store's conditions
 * decide, as they do in any case. `work` must not call it again for the same owner: it would wait for itself.
 */
export function inTurn<Result>(owner: object, work: () => Promise<Result>): Promise<Result> {
  const before = turns.get(owner) ?? Promise.resolve();
  const mine = before.then(work);
  turns.set(
    owner,
    mine.catch(() => undefined),
  );
  return mine;
}

const turns = new WeakMap<object, Promise<unknown>>();

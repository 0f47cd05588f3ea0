import { CliFailure, EXIT, UsageError } from './exit-code.ts';
import type { Session } from './session.ts';

/**
 * Asks `[y/N]` on a terminal; `--yes` is the answer elsewhere. Returns whether a person was asked.
 * @throws UsageError where nobody can be asked and nobody said `--yes`; CliFailure when the answer is no.
 */
export async function confirm(
  session: Session,
  question: string,
  yes: boolean | undefined,
): Promise<boolean> {
  if (yes) return false;
  if (!session.io.canAsk)
    throw new UsageError('Nothing was done: there is no terminal to ask on. Add --yes to go ahead.');
  const answer = await session.io.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  throw new CliFailure('Nothing was done.', EXIT.failure);
}

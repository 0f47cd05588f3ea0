import type { Answer, Caller, Made, Write } from './calls.ts';

/** Where a round's writers report every call; `onAnswer` may end the program. */
export interface Round {
  readonly number: number;
  readonly caller: Caller;
  /** Every call of every round, in the order they ended. */
  readonly made: Made[];
  /** Hears of the nth answer of this round, while other calls are still under way. */
  readonly onAnswer: () => void;
}

/** Calls until the program is gone: nobody answered, so there is nothing more to say. */
class Gone extends Error {}

/** Deploys services and moves their bounds, one after another, until the program is gone. */
export async function deployUntilGone(round: Round, nth: number): Promise<void> {
  await untilGone(async (count) => {
    const name = `svc-${round.number}-${nth}-${count}`;
    await call(round, deploy(name, ROOMY));
    const body = { min: 1, max: 3 };
    await call(round, { as: 'dev', method: 'PUT', path: `/services/${name}/bounds`, body });
  });
}

/** Asks for what the budget forbids, and lets two people approve it, until the program is gone. */
export async function voteUntilGone(round: Round, nth: number): Promise<void> {
  await untilGone(async (count) => {
    const name = `dear-${round.number}-${nth}-${count}`;
    await call(round, budget(name, 1)); // its own, so that no other approval makes this plan stale
    const { approvalId, plan } = JSON.parse((await call(round, deploy(name, name))).text);
    for (const as of ['ana', 'ben'] as const) {
      const body = { verdict: 'approve', planDigest: plan.digest };
      const path = `/approvals/${approvalId}/votes`;
      await call(round, { as, method: 'POST', path, key: `${name}-${as}`, body });
    }
  });
}

const ROOMY = 'roomy';

/** The budget inside which services are deployed without asking anybody. */
export const roomyBudget: Write = budget(ROOMY, 10_000_000);

function budget(program: string, monthlyUsd: number): Write {
  return { as: 'gov', method: 'PUT', path: `/budgets/${program}`, body: { monthlyUsd } };
}

/** Four such tasks cost more than one person may approve. */
function deploy(name: string, program: string): Write {
  const size = { cpuUnits: 1024, memoryMiB: 4096, replicas: { min: 1, max: 4 } };
  const body = { name, image: 'govlab/job-ingest:v1', program, ...size };
  return { as: 'dev', method: 'POST', path: '/services', key: name, body };
}

/** What was refused because another writer was first stored nothing, and is sent again as the answer asks for. */
async function call(round: Round, write: Write): Promise<Answer> {
  let answer = await round.caller.send(write);
  while (answer && isBeaten(answer)) answer = await round.caller.send(write);
  round.made.push({ write, answer });
  if (!answer) throw new Gone();
  round.onAnswer();
  return answer;
}

function isBeaten({ status, text }: Answer): boolean {
  return status === 409 && JSON.parse(text).code === 'store.conflict';
}

async function untilGone(step: (count: number) => Promise<void>): Promise<void> {
  try {
    for (let count = 0; ; count += 1) await step(count);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
}

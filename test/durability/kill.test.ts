import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, Caller, type Made, type Person, type Write } from './calls.ts';
import { LocalProgram } from './local-program.ts';
import { deployUntilGone, roomyBudget, voteUntilGone } from './writer.ts';

/** A handful on every run; HMS_KILL_ROUNDS=20 for the long one. */
const ROUNDS = Number(process.env['HMS_KILL_ROUNDS'] ?? 3);

/** Writers at the same time: enough that the kill always finds commits under way. */
const DEPLOYERS = 6;
const VOTERS = 3;

/** The kill comes with this answer of a round: some early, some late, never at the same place. */
const answersBefore = (round: number) => 12 + ((round * 37) % 60);

let data: string;
let program: LocalProgram | undefined;
const tokens = new Map<Person, string>();
const made: Made[] = [];

beforeAll(async () => {
  await LocalProgram.build();
  data = await mkdtemp(join(tmpdir(), 'hms-kill-'));
}, 30_000);

afterAll(async () => {
  await program?.kill();
  await rm(data, { recursive: true, force: true });
  await LocalProgram.clean();
});

describe.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
  'kill -9 under load, round %i',
  (number) => {
    let caller: Caller;

    it('answers nothing but successes until it is killed in the middle of writing', async () => {
      caller = await restarted();
      if (number === 1) expect((await caller.send(roomyBudget))?.status).toBe(202);
      const before = cutOff().length;
      let left = answersBefore(number);
      const onAnswer = () => {
        left -= 1;
        if (left === 0) void program?.kill();
      };
      const round = { number, caller, made, onAnswer };
      await Promise.all([
        ...Array.from({ length: DEPLOYERS }, (_, nth) => deployUntilGone(round, nth)),
        ...Array.from({ length: VOTERS }, (_, nth) => voteUntilGone(round, nth)),
      ]);
      expect(cutOff().length - before).toBe(DEPLOYERS + VOTERS);
      expect(answered().filter(({ answer }) => answer.status >= 300)).toEqual([]);
    }, 30_000);

    it('holds every change and every vote that was answered, after a restart', async () => {
      caller = await restarted();
      for (const { answer } of answered()) await expectStored(caller, answer);
    }, 30_000);

    it('gives the same answer again to each key that was answered', async () => {
      for (const { write, answer } of answered()) {
        if (write.key !== undefined) expect(await caller.send(write)).toEqual(answer);
      }
    }, 30_000);

    it('makes what was cut off happen when it is sent again, and nothing twice', async () => {
      for (const one of cutOff()) {
        const answer = await caller.send(one.write);
        expect(answer?.status).toBeLessThan(300);
        made[made.indexOf(one)] = { ...one, answer };
      }
      for (const { write } of made) {
        if (write.path === '/services') expect(await deploysOf(caller, write.key)).toHaveLength(1);
      }
    }, 30_000);

    it('has a whole audit chain', async () => {
      const verification = await caller.read('aud', '/audit/verification');
      expect(verification).toMatchObject({ ok: true });
      expect(verification['entries']).toBeGreaterThanOrEqual(answered().length);
      await program?.kill();
    }, 30_000);
  },
);

async function restarted(): Promise<Caller> {
  await program?.kill(); // a round that broke off may have left it running
  program = await LocalProgram.start(data);
  return new Caller(program, tokens);
}

function cutOff(): readonly Made[] {
  return made.filter(({ answer }) => !answer);
}

function answered(): readonly { readonly write: Write; readonly answer: Answer }[] {
  return made.flatMap(({ write, answer }) => (answer ? [{ write, answer }] : []));
}

/** A Change that was answered is stored with the plan it was answered with; so is a vote. */
async function expectStored(caller: Caller, { text }: Answer): Promise<void> {
  const said = JSON.parse(text);
  if (said.votes === undefined) {
    const stored = await caller.read('dev', `/changes/${said.id}`);
    expect(stored).toMatchObject({ id: said.id, target: said.target, plan: said.plan });
    expect(stored['version']).toBeGreaterThanOrEqual(said.version);
  } else {
    const stored = await caller.read('dev', `/approvals/${said.id}`);
    expect(stored['votes']).toEqual(expect.arrayContaining(said.votes));
  }
}

/** The ids of the Changes that deploy a service. */
async function deploysOf(caller: Caller, service = ''): Promise<readonly string[]> {
  const { items } = await caller.read('dev', `/changes?service=${service}&limit=10`);
  const changes = items as readonly { readonly id: string; readonly kind: string }[]; // safe: the route's schema
  return changes.filter(({ kind }) => kind === 'deploy').map(({ id }) => id);
}

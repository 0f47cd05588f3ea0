import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import { openLive } from '../../client/live.ts';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import type { LiveMessage } from '../../core/contract/events.ts';
import type { Deployment } from '../stage/deployment.ts';
import type { Check } from './check.ts';
import { forged } from './tokens.ts';

/** Pages that listen, and calls that come twice: both go through functions, table, stream and gateway as deployed. */
export const liveChecks: readonly Check[] = [
  { name: 'a page with a forged token cannot listen', run: refusesForged },
  { name: 'a page that listens is told what changed', run: tellsPages },
  { name: 'a call that comes again under its key is answered the same and done once', run: answersTwice },
];

/** Longest wait for what must come, and how long nothing may come where nothing should; ms. */
const COMES_MS = 15_000;
const NOTHING_MS = 2_000;

async function refusesForged(deployment: Deployment): Promise<void> {
  const page = await openPage(deployment, forged(await deployment.people.idToken('ana')));
  try {
    await pause(NOTHING_MS);
    if (page.states.includes('open')) throw new Error('the page was let in');
    if (page.states.length === 0) throw new Error('the page was not answered');
  } finally {
    page.close();
  }
}

async function tellsPages(deployment: Deployment): Promise<void> {
  const page = await openPage(deployment, await deployment.people.idToken('ana'));
  try {
    await until('the connection', () => page.states.includes('open'));
    const { id } = await setBudget(deployment, { program: 'live-check', key: 'live-check-1' });
    await until(`a message about the Change ${id}`, () => page.heard.some((message) => message.id === id));
  } finally {
    page.close();
  }
}

async function answersTwice(deployment: Deployment): Promise<void> {
  const asked = { program: 'key-check', key: 'key-check-1' };
  const [first, second] = [await setBudget(deployment, asked), await setBudget(deployment, asked)];
  if (!isDeepStrictEqual(first, second)) throw new Error(`${first.id} became ${second.id}`);
}

interface Page {
  readonly states: string[];
  readonly heard: LiveMessage[];
  close(): void;
}

async function openPage({ liveUrl }: Deployment, token: string): Promise<Page> {
  const states: string[] = [];
  const heard: LiveMessage[] = [];
  const connection = openLive({
    baseUrl: liveUrl,
    url: liveUrl,
    token: () => token,
    onMessage: (message) => heard.push(message),
    onState: (state) => states.push(state),
    // As a header of our own: MiniStack does not say which of the protocols it takes, which `ws` would not bear.
    connect: (url, protocols) =>
      new WebSocket(url, { headers: { 'sec-websocket-protocol': protocols.join(', ') } }),
    backoffMs: () => COMES_MS,
  });
  return { states, heard, close: () => connection.close() };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + COMES_MS;
  while (!isSo()) {
    if (Date.now() > deadlineMs) throw new Error(`${what} did not come within ${COMES_MS / 1_000} s`);
    await pause(50);
  }
}

/** Sets the budget of a program that nobody else uses. */
async function setBudget(
  { apiUrl, people }: Deployment,
  { program, key }: { readonly program: string; readonly key: string },
): Promise<{ readonly id: string }> {
  const answer = await fetch(`${apiUrl}${API_PREFIX}/budgets/${program}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await people.idToken('gov')}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ monthlyUsd: 10, reason: 'checks the deployment' }),
  });
  if (!answer.ok) throw new Error(`the budget of ${program}: ${answer.status} ${await answer.text()}`);
  // Safe: every answer to a wish is a Change, which has an id.
  return (await answer.json()) as { readonly id: string };
}

import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import { openLive } from '../../client/live.ts';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import type { LiveMessage } from '../../core/contract/events.ts';
import type { PersonName } from '../deploy/people.ts';
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
    const { id } = await setBudget(deployment, 'live-check');
    await until(`a message about the Change ${id}`, () => page.heard.some((message) => message.id === id));
  } finally {
    page.close();
  }
}

/** The kept answer says that it is one, and another body under the key is refused: so it is the key that makes it one call. */
async function answersTwice(deployment: Deployment): Promise<void> {
  const { id } = await setBudget(deployment, 'key-check');
  const path = `/changes/${id}/cancel`;
  const headers = { 'idempotency-key': 'key-check-1' };
  const cancel = (reason: string) =>
    send(deployment, { as: 'ana', method: 'POST', path, headers, body: { reason } });
  const first = await cancel('checks the deployment');
  const again = await cancel('checks the deployment');
  const other = await cancel('checks it otherwise');
  const said = [first, again, other].map((one) => `${one.status} ${codeOf(one) ?? 'a Change'}`).join(', ');
  const isKept = again.isReplay && !first.isReplay && isDeepStrictEqual(again.answer, first.answer);
  if (first.status !== 200 || !isKept) throw new Error(`it is no kept answer: ${said}`);
  if (codeOf(other) !== 'idempotency.reused') throw new Error(`another body was not refused: ${said}`);
}

function codeOf({ answer }: Answer): unknown {
  return Reflect.get(Object(answer), 'code');
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

/** Sets the budget of a program that nobody else uses; returns the Change. */
async function setBudget(deployment: Deployment, program: string): Promise<{ readonly id: string }> {
  const body = { monthlyUsd: 10, reason: 'checks the deployment' };
  const path = `/budgets/${program}`;
  const { status, answer } = await send(deployment, { as: 'gov', method: 'PUT', path, body });
  if (status >= 300) throw new Error(`the budget of ${program}: ${status} ${JSON.stringify(answer)}`);
  // Safe: every answer to a wish is a Change, which has an id.
  return answer as { readonly id: string };
}

interface Answer {
  readonly status: number;
  /** Whether it was kept under the key of an earlier call. */
  readonly isReplay: boolean;
  readonly answer: unknown;
}

interface Sent {
  readonly as: PersonName;
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

async function send(
  { apiUrl, people }: Deployment,
  { as, method, path, headers, body }: Sent,
): Promise<Answer> {
  const response = await fetch(`${apiUrl}${API_PREFIX}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await people.idToken(as)}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const isReplay = response.headers.get('idempotency-replayed') === 'true';
  return { status: response.status, isReplay, answer: await response.json() };
}

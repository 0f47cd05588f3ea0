import { ApiProblem } from '../../client/api-problem.ts';
import { SignInProblem } from '../../client/sign-in-problem.ts';
import { nearest } from '../../core/nearest.ts';
import { CliFailure, UsageError } from './exit-code.ts';
import type { Session } from './session.ts';
import type { Shell } from './shell.ts';
import { harmless } from './text/style.ts';

/**
 * Says on stderr what went wrong and what to do about it. With `--json` the problem document also stands on stdout
 * as `{ "problem": ... }`, unless data stands there already.
 */
export async function reportError(error: unknown, { session, io }: Shell, json: boolean): Promise<void> {
  if (json && ApiProblem.is(error) && session && !session.wrote)
    session.data({ problem: error.problem }, () => '');
  const lines = ApiProblem.is(error) ? await problemLines(error, session) : [plainReason(error)];
  const [first = '', ...rest] = lines;
  const mark = session?.paintTalk('red', 'error:') ?? 'error:';
  io.err(`${[`${mark} ${harmless(first)}`, ...rest.map((line) => `  ${harmless(line)}`)].join('\n')}\n`);
}

function plainReason(error: unknown): string {
  if (error instanceof UsageError || error instanceof CliFailure) return error.message;
  if (SignInProblem.is(error)) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

async function problemLines(error: ApiProblem, session: Session | undefined): Promise<readonly string[]> {
  if (error.status === 0) return unreachableLines(session);
  const { title, detail, remedy, errors = [], code, instance } = error.problem;
  const trace = `(${instance === undefined ? code : `${code}, correlation id ${instance}`})`;
  const wrong = errors.map(({ field, problem, remedy: mend }) => `${field}: ${problem}; ${mend}`);
  // Detail and remedy of such a problem say once more what its fields say.
  if (code === 'request.invalid' && wrong.length > 0) return [`${title}.`, ...wrong, trace];
  const meant = session ? await nearestLines(error, session) : [];
  const next = (await signInAnew(error, session)) ?? remedy;
  return [detail, ...wrong, ...(next === '' ? [] : [next]), ...meant, trace];
}

/** What to do when a kept sign-in no longer holds, though its time has not come. */
async function signInAnew({ status }: ApiProblem, session: Session | undefined): Promise<string | undefined> {
  if (status !== 401 || !session) return undefined;
  const caller = await session.connection.caller().catch(() => undefined);
  return caller?.kind === 'sign-in' ? 'Sign in anew: hms logout, then hms login.' : undefined;
}

function unreachableLines(session: Session | undefined): readonly string[] {
  const url = session?.connection.baseUrl ?? 'the control plane';
  return [
    `Nothing answers at ${url}.`,
    'Start the embedded control plane with `npm start`, or name another in --url or HMS_URL.',
  ];
}

/** What else there is, where something was not found by its name: the nearest one, or the first few. */
async function nearestLines(error: ApiProblem, session: Session): Promise<readonly string[]> {
  const known = NAMED[error.code];
  const asked = known && error.problem.params?.[known.param];
  if (!known || typeof asked !== 'string') return [];
  const names = await known.names(session).catch((): readonly string[] => []);
  if (names.length === 0) return [`There are no ${known.noun} yet.`];
  const guess = nearest(asked, names) ?? names.find((name) => name.includes(asked) || asked.includes(name));
  if (guess !== undefined) return [`Did you mean ${guess}?`];
  const more = names.length > 8 ? ', …' : '';
  return [`The ${known.noun}: ${names.slice(0, 8).join(', ')}${more}`];
}

interface Named {
  readonly param: string;
  readonly noun: string;
  readonly names: (session: Session) => Promise<readonly string[]>;
}

const query = { limit: 100 };

const NAMED: Readonly<Record<string, Named>> = {
  'service.not_found': {
    param: 'service',
    noun: 'services',
    names: async ({ api }) => (await api.listServices({ query })).items.map(({ name }) => name),
  },
  'budget.not_found': {
    param: 'scope',
    noun: 'budgets',
    names: async ({ api }) => (await api.listBudgets({ query })).items.map(({ scope }) => scope),
  },
  'job.not_found': {
    param: 'job',
    noun: 'jobs',
    names: async ({ api }) => (await api.listJobs({ query })).items.map(({ name }) => name),
  },
  'policy.not_found': {
    param: 'policy',
    noun: 'policies',
    names: async ({ api }) => (await api.listPolicies({ query })).items.map(({ name }) => name),
  },
};

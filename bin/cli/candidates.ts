import type { Command } from 'commander';
import type { Session } from './session.ts';

/** Longest a person waits on TAB for names, in milliseconds. */
const PATIENCE_MS = 700;

/** What may stand in place of the last of `words`: commands, flags, choices, or names the API knows. */
export async function candidates(
  session: Session,
  program: Command,
  words: readonly string[],
): Promise<readonly string[]> {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  const { command, given } = commandAt(program, before);
  const all = last.startsWith('-') ? flagsOf(command) : await wordsOf(session, command, given);
  return all.filter((word) => word.startsWith(last));
}

/** The command that the words name, and how many arguments of its own were given. Pure. */
function commandAt(program: Command, words: readonly string[]) {
  return words
    .filter((word) => !word.startsWith('-'))
    .reduce(
      ({ command, given }, word) => {
        const below = command.commands.find((one) => one.name() === word);
        return below ? { command: below, given: 0 } : { command, given: given + 1 };
      },
      { command: program, given: 0 },
    );
}

function flagsOf(command: Command): readonly string[] {
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...visibleAbove(command)];
  return [...new Set(options.flatMap(({ long }) => (long ? [long] : [])))];
}

function visibleAbove(command: Command) {
  return command.parent
    ? command.createHelp().visibleGlobalOptions(command.parent).concat(command.parent.options)
    : [];
}

async function wordsOf(session: Session, command: Command, given: number): Promise<readonly string[]> {
  if (command.commands.length > 0)
    return command
      .createHelp()
      .visibleCommands(command)
      .map((below) => below.name());
  const argument = command.registeredArguments[given];
  if (!argument) return [];
  return argument.argChoices ?? namesOf(session, argument.name());
}

async function namesOf(session: Session, kind: string): Promise<readonly string[]> {
  const names = NAMES[kind];
  if (!names) return [];
  return Promise.race([names(session).catch((): readonly string[] => []), nothingInTime()]);
}

/** No names, once nobody wants to wait any longer. */
function nothingInTime(): Promise<readonly string[]> {
  const over = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve) => over.addEventListener('abort', () => resolve([])));
}

const query = { limit: 100 };

/** What the API knows, by the name of the argument that it may stand for. */
const NAMES: Readonly<Record<string, (session: Session) => Promise<readonly string[]>>> = {
  service: async ({ api }) => (await api.listServices({ query })).items.map(({ name }) => name),
  job: async ({ api }) => (await api.listJobs({ query })).items.map(({ name }) => name),
  policy: async ({ api }) => (await api.listPolicies({ query })).items.map(({ name }) => name),
  program: async ({ api }) => (await api.listBudgets({ query })).items.map(({ scope }) => scope),
  approval: async ({ api }) => (await api.listApprovals({ query })).items.map(({ id }) => id),
};

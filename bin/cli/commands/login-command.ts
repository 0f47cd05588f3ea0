import { Command } from 'commander';
import type { Identity } from '../../../core/contract/identity.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

/**
 * `hms login`: says who the API takes you for, and prints what keeps it so for a shell:
 * `eval "$(hms login --as ana)"`. No token is ever stored or printed.
 */
export function loginCommand(shell: Shell): Command {
  return new Command('login').description('say who you are: eval "$(hms login --as ana)" keeps it').action(
    shell.does(async (session: Session) => {
      const identity = await session.api.whoAmI();
      session.talk(whoText(identity, session));
      const { baseUrl, as } = session.connection;
      if (session.json || as === undefined) return session.data(identity, () => identity.sub);
      session.raw(`export HMS_URL=${quoted(baseUrl)} HMS_AS=${quoted(as)}`);
    }),
  );
}

function whoText({ name, sub, roles, groups }: Identity, { connection }: Session): string {
  const inGroups = groups.length > 0 ? `; groups: ${groups.join(', ')}` : '';
  const source = connection.as === undefined ? 'HMS_TOKEN' : 'a local identity';
  return `You are ${name} (${sub}) at ${connection.baseUrl}, by ${source}. Roles: ${roles.join(', ')}${inGroups}.`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

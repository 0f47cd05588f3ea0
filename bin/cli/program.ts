import { Command } from 'commander';
import { approvalsCommand } from './commands/approvals-command.ts';
import { auditCommand } from './commands/audit-command.ts';
import { boundsCommand } from './commands/bounds-command.ts';
import { budgetsCommand } from './commands/budgets-command.ts';
import { changesCommand } from './commands/changes-command.ts';
import { completeCommand, completionCommand } from './commands/completion-command.ts';
import { deployCommand, planCommand } from './commands/deploy-command.ts';
import { driftCommand } from './commands/drift-command.ts';
import { historyCommand } from './commands/history-command.ts';
import { jobsCommand } from './commands/jobs-command.ts';
import { loginCommand } from './commands/login-command.ts';
import { logoutCommand } from './commands/logout-command.ts';
import { openCommand } from './commands/open-command.ts';
import { policiesCommand } from './commands/policies-command.ts';
import { proposalsCommand } from './commands/proposals-command.ts';
import { restoreCommand } from './commands/restore-command.ts';
import { retireCommand } from './commands/retire-command.ts';
import { rollbackCommand } from './commands/rollback-command.ts';
import { scaleCommand } from './commands/scale-command.ts';
import { statusCommand } from './commands/status-command.ts';
import { stopCommand } from './commands/stop-command.ts';
import { whyCommand } from './commands/why-command.ts';
import type { Shell } from './shell.ts';

const MORE = `
Connection:  HMS_URL (default http://localhost:3000), and hms login or HMS_TOKEN; with the embedded control
             plane HMS_AS or --as takes a local identity instead (ana, ben, dev, gov, aud; default dev).
Exit codes:  0 ok, 1 failure, 2 usage, 3 waiting for approval, 4 conflict.
With --json: stdout is one JSON document, or one item a line with --all; stderr is talk.`;

const OWN = 'This command line:';

/** The whole command line. It throws instead of ending the process, and writes through the shell alone. */
export function hmsProgram(shell: Shell): Command {
  const program = new Command('hms')
    .description('Runs services and jobs under budget, policy and approval.')
    .option('--json', 'data as JSON on stdout')
    .option('--url <address>', 'the control plane (HMS_URL)')
    .option('--as <identity>', 'a local identity of the embedded control plane (HMS_AS)')
    .option('--no-color', 'plain text (NO_COLOR)')
    .version('0.1.0')
    .addHelpText('after', MORE)
    .addHelpCommand(
      new Command('help').argument('[command]').description('show how a command is used').helpGroup(OWN),
    )
    .configureHelp({ showGlobalOptions: true, subcommandTerm: termOf })
    .exitOverride()
    .configureOutput({ writeOut: (text) => shell.io.out(text), writeErr: (text) => shell.io.err(text) });
  for (const { heading, commands } of groupsOf(shell)) {
    program.commandsGroup(heading);
    for (const command of commands) program.addCommand(command);
  }
  program.addCommand(completeCommand(shell, program), { hidden: true });
  for (const command of program.commands) inherit(command, program);
  return program;
}

function groupsOf(shell: Shell) {
  return [
    {
      heading: 'Services:',
      commands: [deployCommand, planCommand, statusCommand, scaleCommand, boundsCommand, rollbackCommand]
        .concat(stopCommand, driftCommand, retireCommand, restoreCommand, whyCommand, historyCommand)
        .map((make) => make(shell)),
    },
    {
      heading: 'Work, rules and money:',
      commands: [jobsCommand, policiesCommand, proposalsCommand, budgetsCommand].map((make) => make(shell)),
    },
    {
      heading: 'People and records:',
      commands: [approvalsCommand, changesCommand, auditCommand].map((make) => make(shell)),
    },
    {
      heading: OWN,
      commands: [loginCommand, logoutCommand, openCommand, completionCommand].map((make) => make(shell)),
    },
  ];
}

/** A command with its arguments; that it takes flags goes without saying. */
function termOf(command: Command): string {
  const words = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), ...words].join(' ');
}

/** How errors end and where text goes holds for every command below. */
function inherit(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const below of command.commands) inherit(below, command);
}

import { Argument, Command } from 'commander';
import { candidates } from '../candidates.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What each shell runs on TAB: it hands the words so far to `hms complete` and offers what that prints. */
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `# Put this into ~/.bashrc: eval "$(hms completion bash)"
_hms_complete() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(hms complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _hms_complete hms`,
  zsh: `# Put this into ~/.zshrc after compinit: eval "$(hms completion zsh)"
_hms_complete() {
  local -a found
  found=("\${(@f)$(hms complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _hms_complete hms`,
  fish: `# Put this into ~/.config/fish/completions/hms.fish: hms completion fish
function __hms_complete
    set -l words (commandline -opc) (commandline -ct)
    hms complete -- $words[2..-1] 2>/dev/null
end
complete -c hms -f -a '(__hms_complete)'`,
};

/** `hms completion`: prints the script that completes commands, flags and names of services. */
export function completionCommand(shell: Shell): Command {
  return new Command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'whose script').choices(SHELLS))
    .action(
      shell.does(async (session: Session, of: (typeof SHELLS)[number]) => {
        session.data({ shell: of, script: SCRIPTS[of] }, () => SCRIPTS[of]);
      }),
    );
}

/** `hms complete -- WORDS`: what may stand in place of the last word, one candidate a line. Never fails. */
export function completeCommand(shell: Shell, program: Command): Command {
  return new Command('complete').argument('[words...]').action(
    shell.does(async (session: Session, words: readonly string[]) => {
      const found = await candidates(session, program, words);
      if (found.length > 0) session.raw(found.join('\n'));
    }),
  );
}

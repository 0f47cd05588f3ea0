import { runCli } from './cli/run-cli.ts';
import { terminalIo } from './cli/terminal-io.ts';

process.exitCode = await runCli(process.argv.slice(2), terminalIo());

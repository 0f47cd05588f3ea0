import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { CLI_CALLBACK_URL } from '../../core/contract/page-config.ts';
import type { CliIo } from './cli-io.ts';
import { openBrowser } from './sign-in/open-browser.ts';
import { privateFiles, settingsFolder } from './sign-in/private-files.ts';

/** The machine itself: this process's streams, files and clock. A reader that went away ends the program quietly. */
export function terminalIo(): CliIo {
  const { stdin, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on('error', quietIfClosed);
  return {
    out: (words) => void stdout.write(words),
    err: (words) => void stderr.write(words),
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    columns: stderr.columns ?? 80,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    env: process.env,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ask,
    read: (path) => (path === '-' ? text(stdin) : readFile(path, 'utf8')),
    kept: privateFiles(settingsFolder(process.env)),
    callbackUrl: CLI_CALLBACK_URL,
    openBrowser: (url) => openBrowser(url, process.env),
    wait: async (ms) => {
      await pause(ms);
    },
    nowMs: () => performance.now(),
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** `hms audit export | head` closes the pipe early: nothing is wrong. */
function quietIfClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

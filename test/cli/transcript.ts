import { createDevClient } from '../../client/create-client.ts';
import { CliWorld } from './cli-world.ts';

/** A transcript that was played: what it says, and what it would say by what happened. */
export interface Played {
  readonly text: string;
  /** Every command line in it, without the leading `hms`. */
  readonly commands: readonly string[];
}

/** What a line of the page does: a command, a hand in the world behind it, or nothing. */
const COMMAND = /^\$ hms (.*)$/;
const STATUS = /^\$ echo \$\?$/;
const HAND = /^<!-- (\w+) (\{.*\}) -->$/;

/**
 * Runs every `$ hms ...` of a page in order against one embedded portal and puts what it wrote under it. A comment such
 * as `<!-- setClock {"advanceSec":900} -->` does that in the world; no reader sees it.
 */
export async function playTranscript(page: string): Promise<Played> {
  const world = await CliWorld.open('portal');
  try {
    return await new Player(world).play(page.split('\n'));
  } finally {
    await world.close();
  }
}

class Player {
  readonly #world: CliWorld;
  readonly #commands: string[] = [];
  #code = 0;

  constructor(world: CliWorld) {
    this.#world = world;
  }

  async play(lines: readonly string[]): Promise<Played> {
    const played: string[] = [];
    let console = false;
    for (const line of lines) {
      if (line.startsWith('```')) console = line === '```console';
      if (!console || line.startsWith('```') || line.startsWith('$ ')) played.push(line);
      if (console) played.push(...(await this.#typed(line)));
      else await this.#byHand(line);
    }
    return { text: played.join('\n'), commands: this.#commands };
  }

  async #typed(line: string): Promise<readonly string[]> {
    if (STATUS.test(line)) return [`${this.#code}`];
    const command = COMMAND.exec(line)?.[1];
    if (command === undefined) return [];
    this.#commands.push(command);
    const { code, all } = await this.#world.run(await this.#named(command));
    this.#code = code;
    const shown = all.replaceAll(this.#world.baseUrl, 'http://localhost:3000').trimEnd();
    return shown === '' ? [] : shown.split('\n');
  }

  /** A page names things as readers must; here the newest of them is meant. */
  async #named(command: string): Promise<string> {
    const job = /^jobs \w+ (\S+)/.exec(command)?.[1];
    const newestOf: Readonly<Record<string, string>> = {
      RUN: `jobs runs ${job} --json`,
      CHANGE: 'changes list --open --json',
      PROPOSAL: 'proposals list --service job-ingest --json',
    };
    const word = Object.keys(newestOf).find((name) => command.split(' ').includes(name));
    if (word === undefined) return command;
    const { out } = await this.#world.run(newestOf[word] ?? '');
    return command.replace(word, String(JSON.parse(out).items[0]?.id));
  }

  async #byHand(line: string): Promise<void> {
    const [, call = '', body = '{}'] = HAND.exec(line) ?? [];
    const dev = createDevClient({ baseUrl: this.#world.baseUrl });
    if (call === 'setClock' || call === 'alterCloud' || call === 'setLoad')
      await dev[call]({ body: JSON.parse(body) });
  }
}

/** A page without what time, chance and keys decide, so that two plays of it can be compared. Pure. */
export function masked(text: string): string {
  return text
    .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, '<id>')
    .replace(/\b[0-9a-f]{64}\b/g, '<digest>')
    .replace(/\bmanual-[0-9a-f]{26}\b/g, 'manual-<word>')
    .replace(/\b[0-9a-f]{32}\b/g, '<run>')
    .replace(/--cursor \S+/g, '--cursor <cursor>')
    .replace(/\b\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{3})?Z)?/g, '<time>')
    .replace(/\b\d{2}:\d{2} UTC/g, '<time> UTC')
    .replace(/ +\d+ s\b/g, ' <n> s')
    .replace(/\$0\.\d{4}\b/g, '<cost>')
    .replace(/"(version|etag)": \d+/g, '"$1": <n>');
}

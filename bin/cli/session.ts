import type { Client } from '../../client/create-client.ts';
import type { CliIo } from './cli-io.ts';
import { type Connection, type ConnectionFlags, connect } from './connect.ts';
import { type Paint, paintFor } from './text/style.ts';

/** The flags that every command takes. */
export interface GlobalFlags extends ConnectionFlags {
  readonly json?: boolean;
  readonly color?: boolean;
}

/** One command under way: whom it calls, and where its data and its talk go. */
export class Session {
  readonly io: CliIo;
  readonly json: boolean;
  readonly connection: Connection;
  /** Paints data. */
  readonly paint: Paint;
  /** Paints talk. */
  readonly paintTalk: Paint;
  /** Whether data stands on stdout already. */
  wrote = false;

  constructor(io: CliIo, flags: GlobalFlags) {
    this.io = io;
    this.json = flags.json ?? false;
    this.connection = connect(flags, io);
    this.paint = paintFor(io.outIsTerminal, io, flags.color ?? true);
    this.paintTalk = paintFor(io.errIsTerminal, io, flags.color ?? true);
  }

  get api(): Client {
    return this.connection.api;
  }

  /** Writes what was asked for: one JSON document with `--json`, else `text`. */
  data(value: unknown, text: () => string): void {
    this.raw(this.json ? JSON.stringify(value, null, 2) : text());
  }

  /** Writes lines of data as they are. */
  raw(text: string): void {
    this.wrote = true;
    this.io.out(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Writes a line for whoever watches. */
  talk(text: string): void {
    this.io.err(`${text}\n`);
  }
}

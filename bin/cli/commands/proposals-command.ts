import { Command } from 'commander';
import { ROUTES } from '../../../core/contract/routes.ts';
import type { Shell } from '../shell.ts';

/** `hms proposals`. */
export function proposalsCommand(_: Shell): Command {
  return new Command('proposals').description(`${Object.keys(ROUTES).length}`);
}

import type { Command } from 'commander';
import { wholeNumber } from './change-command.ts';
import type { Session } from './session.ts';
import { type Column, table } from './text/table.ts';

/** The flags of every list. */
export interface ListFlags {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

/** What a list route is asked with. */
export interface PageAsk {
  readonly limit: number;
  readonly cursor?: string;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

/** A list: how a page of it is read, how it looks, and what is said where it is empty. */
export interface Listing<Item> {
  readonly page: (query: PageAsk) => Promise<Page<Item>>;
  readonly columns: readonly Column<Item>[];
  readonly empty: string;
}

/** Most items that a page may have. */
const LARGEST_PAGE = 100;

/** Gives a command the flags of a list. */
export function withPaging(command: Command): Command {
  return command
    .option('--limit <n>', 'items on the page, 1 to 100 (default 50)', wholeNumber)
    .option('--cursor <cursor>', 'the page after this one')
    .option('--all', 'every page; with --json one item a line');
}

/** Shows one page and says how to get the next, or every page with `--all`. */
export async function showList<Item>(session: Session, flags: ListFlags, list: Listing<Item>): Promise<void> {
  if (flags.all) return showAll(session, flags, list);
  const page = await list.page(askOf(flags, 50));
  show(session, page.items, { list, data: page });
  if (page.nextCursor !== undefined) session.talk(`There is more: add --cursor ${page.nextCursor} or --all.`);
}

async function showAll<Item>(session: Session, flags: ListFlags, list: Listing<Item>): Promise<void> {
  const items: Item[] = [];
  let ask = askOf(flags, LARGEST_PAGE);
  for (;;) {
    const page = await list.page(ask);
    if (session.json) for (const item of page.items) session.raw(JSON.stringify(item));
    else items.push(...page.items);
    if (page.nextCursor === undefined) break;
    ask = { ...ask, cursor: page.nextCursor };
  }
  if (!session.json) show(session, items, { list, data: items });
}

function show<Item>(
  session: Session,
  items: readonly Item[],
  { list, data }: { readonly list: Listing<Item>; readonly data: unknown },
): void {
  if (session.json || items.length > 0) session.data(data, () => table(items, list.columns, session.paint));
  if (items.length === 0) session.talk(list.empty);
}

function askOf({ limit, cursor }: ListFlags, ordinary: number): PageAsk {
  return { limit: limit ?? ordinary, ...(cursor !== undefined && { cursor }) };
}

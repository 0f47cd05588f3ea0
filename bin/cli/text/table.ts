import { harmless, type Paint, paintState } from './style.ts';

/** One column of a table. `state` paints a value by its meaning; `right` aligns numbers. */
export interface Column<Item> {
  readonly title: string;
  readonly of: (item: Item) => string;
  readonly right?: boolean;
  readonly state?: boolean;
}

const GAP = '  ';

/** Rows under their titles, aligned; the last column ends where its text ends. */
export function table<Item>(items: readonly Item[], columns: readonly Column<Item>[], paint: Paint): string {
  const rows = items.map((item) => columns.map((column) => harmless(column.of(item))));
  const widths = columns.map(({ title }, i) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i] ?? ''))),
  );
  const line = (cells: readonly string[], dress: (text: string, i: number) => string) =>
    cells
      .map((cell, i) =>
        padded(cell, dress(cell, i), { width: widths[i] ?? 0, right: columns[i]?.right === true }),
      )
      .join(GAP)
      .trimEnd();
  const head = line(
    columns.map(({ title }) => title),
    (text) => paint('bold', text),
  );
  const body = rows.map((row) =>
    line(row, (text, i) => (columns[i]?.state === true ? paintState(paint, text) : text)),
  );
  return [head, ...body].join('\n');
}

/** Labels and values, one pair a line; pairs without a value are left out. */
export function facts(pairs: readonly (readonly [string, string | undefined])[], paint: Paint): string {
  const shown = pairs.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [{ label, value }],
  );
  const width = Math.max(0, ...shown.map(({ label }) => widthOf(label)));
  return shown
    .map(({ label, value }) => `${paint('dim', label)}${' '.repeat(width - widthOf(label))}  ${value}`)
    .join('\n');
}

function padded(
  plain: string,
  dressed: string,
  { width, right }: { readonly width: number; readonly right: boolean },
): string {
  const fill = ' '.repeat(Math.max(0, width - widthOf(plain)));
  return right ? `${fill}${dressed}` : `${dressed}${fill}`;
}

function widthOf(text: string): number {
  return [...text].length;
}

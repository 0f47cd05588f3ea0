import type { DiffLine } from '../../../core/contract/change.ts';
import { formatUsd } from '../../../core/format.ts';
import { harmless } from './style.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A line of a diff as one line for each value inside it that differs; what is empty on both sides is left out. Pure. */
export function diffLeaves({ path, before, after }: DiffLine): readonly DiffLine[] {
  if (isFields(before) || isFields(after)) {
    const [was, is] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
      diffLeaves({ path: `${path}.${key}`, before: was[key], after: is[key] }),
    );
  }
  if (/MicroUsd$/.test(path)) return moneyLeaf({ path, before, after });
  const [was, is] = [fieldText(before), fieldText(after)];
  return was === is ? [] : [{ path, ...(was !== '' && { before }), ...(is !== '' && { after }) }];
}

/** Micro-dollars are for programs; people read dollars. */
function moneyLeaf({ path, before, after }: DiffLine): readonly DiffLine[] {
  const usd = (amount: unknown) => (typeof amount === 'number' ? formatUsd(amount) : undefined);
  return [{ path: path.replace(/MicroUsd$/, ''), before: usd(before), after: usd(after) }];
}

/** A value in one line: lists with commas, a digest by its beginning, nothing where there is none. Pure. */
export function fieldText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value === '') return '""';
  if (Array.isArray(value)) return value.map(fieldText).join(', ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return harmless(text).replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}/, '$1…');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

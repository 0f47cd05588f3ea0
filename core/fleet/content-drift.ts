import type { DriftField } from '../contract/change.ts';
import type { RevisionContent } from '../contract/service-spec.ts';
import { canonicalJson } from '../digest.ts';

/** One field of what runs that is not what shall run, both in words short enough to show. */
export interface ContentDifference {
  readonly field: DriftField;
  readonly expected: string;
  readonly actual: string;
}

type Part = (content: RevisionContent) => Readonly<Record<string, unknown>>;

/** Drift is told field by field, as owners know them. Secrets are only their ARNs. */
const PARTS: readonly (readonly [DriftField, Part])[] = [
  ['image', ({ image }) => ({ image })],
  ['size', ({ cpuUnits, memoryMiB }) => ({ cpuUnits, memoryMiB })],
  ['environment', ({ environment }) => environment],
  ['secrets', ({ secrets }) => secrets],
  ['other', ({ port, healthCheck }) => ({ port, healthCheck })],
];

/**
 * The fields in which `actual` differs from `expected`, each with only the entries that differ. Never empty: two
 * contents that the platform calls different differ, if only in something we do not read.
 */
export function contentDifferences(
  expected: RevisionContent,
  actual: RevisionContent,
): readonly ContentDifference[] {
  const differences = PARTS.map(([field, part]) => difference(field, part(expected), part(actual)));
  const found = differences.filter((one) => one !== undefined);
  return found.length > 0
    ? found
    : [{ field: 'other', expected: 'the approved task', actual: 'another task' }];
}

function difference(
  field: DriftField,
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): ContentDifference | undefined {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
  const differing = names.filter((name) => canonicalJson(expected[name]) !== canonicalJson(actual[name]));
  if (differing.length === 0) return undefined;
  return { field, expected: words(expected, differing), actual: words(actual, differing) };
}

const LONGEST = 200;

function words(entries: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  const text = names.map((name) => `${name}=${shown(entries[name])}`).join(', ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function shown(value: unknown): string {
  if (value === undefined) return '(not set)';
  return typeof value === 'string' ? value : canonicalJson(value);
}

import type * as z from 'zod';
import type { Problem } from '../contract/errors.ts';
import { OpsError } from '../errors.ts';
import { nearest } from '../nearest.ts';

type FieldError = NonNullable<Problem['errors']>[number];
type Issue = z.core.$ZodIssue;

/** The failure of input that does not match its schema: each wrong field with what is wrong and what to do. */
export function invalid(errors: readonly FieldError[], cause?: unknown): OpsError {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new OpsError(
    'request.invalid',
    first ? `${first.field}: ${first.problem}${more}.` : 'The request does not match its schema.',
    { remedy: first ? `${first.field}: ${first.remedy}.` : 'See errors.', errors, cause },
  );
}

/** Says of each issue which field it is about, what is wrong, and the remedy. `input` is what was parsed. */
export function fieldErrors(
  issues: readonly Issue[],
  input: { readonly value: unknown; readonly whole: string; readonly known: readonly string[] },
): readonly FieldError[] {
  return issues.flatMap((issue) => describe(flattened(issue), input));
}

/** An issue of a union says nothing: its closest branch does. */
function flattened(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0]?.[0];
  return closest ? flattened({ ...closest, path: [...issue.path, ...closest.path] }) : issue;
}

function describe(
  issue: Issue,
  input: { readonly value: unknown; readonly whole: string; readonly known: readonly string[] },
): readonly FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      unknownField([...path, key].join('.'), key, path.length ? [] : input.known),
    );
  const field = path.join('.') || input.whole;
  if (issue.code === 'invalid_type' && valueAt(input.value, issue.path) === undefined)
    return [{ field, problem: 'is missing', remedy: `send ${aType(issue.expected)}` }];
  return [{ field, problem: problemOf(issue), remedy: remedyOf(issue) }];
}

function unknownField(field: string, key: string, known: readonly string[]): FieldError {
  const guess = nearest(key, known);
  const remedy = guess
    ? `did you mean ${guess}?`
    : known.length > 0
      ? `remove it; known are ${known.join(', ')}`
      : 'remove it';
  return { field, problem: 'is not a known field', remedy };
}

function problemOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${aType(issue.expected)}`;
    case 'too_small':
      return 'is too small';
    case 'too_big':
      return 'is too big';
    case 'invalid_value':
      return 'is none of the allowed values';
    case 'invalid_format':
      return 'has the wrong form';
    default:
      return 'is not acceptable';
  }
}

function remedyOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `send ${aType(issue.expected)}`;
    case 'too_small':
      return `use ${limit(issue, 'at least', issue.minimum)}`;
    case 'too_big':
      return `use ${limit(issue, 'at most', issue.maximum)}`;
    case 'invalid_value':
      return `use one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_union':
      return unionRemedy(issue);
    default:
      return issue.message;
  }
}

/** A union whose branches are told apart by one field says which values that may have. */
function unionRemedy(issue: object): string {
  const options: unknown = Reflect.get(issue, 'options');
  return Array.isArray(options)
    ? `use one of ${options.map(String).join(', ')}`
    : 'use one of the allowed forms; see /docs';
}

function limit(issue: { readonly origin: string }, words: string, bound: number | bigint): string {
  if (issue.origin === 'string') return `${words} ${bound} characters`;
  if (issue.origin === 'array' || issue.origin === 'set') return `${words} ${bound} entries`;
  return `${words} ${bound}`;
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function aType(expected: string): string {
  return TYPES[expected] ?? `a value of type ${expected}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

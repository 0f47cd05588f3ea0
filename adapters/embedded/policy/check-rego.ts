/** What is wrong with a Rego module, as far as its brackets and strings tell; where it is, counted from 1. */
export interface RegoError {
  readonly code: 'rego_parse_error';
  readonly message: string;
  readonly location: { readonly file: string; readonly row: number; readonly col: number };
}

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSERS = new Set(Object.values(PAIRS));

interface Place {
  readonly sign: string;
  readonly row: number;
  readonly col: number;
}

/**
 * What a task's OPA would refuse of a module. The simulated tasks have no compiler for Rego: they find brackets and
 * strings that do not close, which is how a module that was cut short or mistyped fails first. Pure.
 */
export function regoError(rego: string): RegoError | undefined {
  const open: Place[] = [];
  for (const place of signsOf(rego)) {
    if (place.sign === '"') return errorAt(place, 'non-terminated string');
    if (PAIRS[place.sign] !== undefined) open.push(place);
    else if (PAIRS[open.pop()?.sign ?? ''] !== place.sign)
      return errorAt(place, `unexpected ${place.sign} token`);
  }
  const left = open.at(-1);
  return left && errorAt(left, `unexpected eof token: ${left.sign} is never closed`);
}

/** The brackets outside strings and comments, and a quote where a string does not end on its line. */
function signsOf(rego: string): readonly Place[] {
  const signs: Place[] = [];
  for (const [nth, line] of rego.split('\n').entries())
    for (const token of line.replace(/`[^`]*`/g, ' ').matchAll(TOKENS)) {
      const [sign] = token;
      if (sign === '#') break;
      if (sign === '"' || PAIRS[sign] !== undefined || CLOSERS.has(sign))
        signs.push({ sign, row: nth + 1, col: token.index + 1 });
    }
  return signs;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|["#()[\]{}]/g;

function errorAt({ row, col }: Place, message: string): RegoError {
  return { code: 'rego_parse_error', message, location: { file: 'policy.rego', row, col } };
}

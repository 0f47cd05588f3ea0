import { ERRORS } from '../../core/contract/errors.ts';
import { generatedFrom, table } from './markdown.ts';

/** docs/errors.md: every code a caller may meet. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { status, retryable, meaning }]) => [
    `\`${code}\``,
    String(status),
    retryable ? 'yes' : 'no',
    meaning,
  ]);
  return [
    generatedFrom('core/contract/errors.ts'),
    '# Errors',
    '',
    'Every failure is a problem document (RFC 9457, `application/problem+json`) with one of these codes in `code`.',
    'A code is never renamed. *Retry* says whether the very same call may succeed later. `remedy` says what to do,',
    'and `errors` names each wrong field of the request.',
    '',
    table(['Code', 'Status', 'Retry', 'Meaning'], rows),
  ].join('\n');
}

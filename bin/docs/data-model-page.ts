import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFrom, table } from './markdown.ts';

const RECORDS = 'core/store/records';

/** docs/data-model.md: every item and access pattern, as the comments of the record types say them. */
export function dataModelPage(): string {
  const files = readdirSync(RECORDS).sort();
  return [
    generatedFrom(`the comments of ${RECORDS}`),
    '# Data model',
    '',
    'One table, in the embedded store and in DynamoDB alike: a partition key `pk`, a sort key `sk`, a `version` that',
    'grows by one with every write, the `value` as JSON, and two sparse secondary orders `gsi1` and `gsi2`. Nothing is',
    'ever scanned. `GSI` entries on AWS may be late by seconds, so what is found there is read again before it is acted on.',
    '',
    'Every commit writes state, audit entries and outbox events in one transaction, guarded by the versions that were read.',
    'The outbox: `OUTBOX#<event id>` / `EVENT` on AWS, read by the stream of the table.',
    '',
    ...files.map(section),
  ].join('\n');
}

function section(file: string): string {
  const text = readFileSync(join(RECORDS, file), 'utf8');
  const patterns = text
    .split('\n')
    .filter((line) => /^ ?(\*|\/\*\*) *\|/.test(line.trim()) || /^\/\*\* \|/.test(line.trim()))
    .map((line) => line.replace(/^[\s/*]+/, '').replace(/\*\/\s*$/, ''))
    .map((line) =>
      line
        .split('|')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .filter(([first = '']) => !first.startsWith('-') && first !== 'access pattern')
    .map(([pattern = '', how = '']) => [pattern.replace(/^access pattern: /, ''), how]);
  const [kept] = /expiresAt: .*/.exec(text) ?? [];
  return [
    `## ${file.replace(/\.ts$/, '')}`,
    '',
    table(['Access pattern', 'How'], patterns),
    ...(kept ? ['Forgotten after a while; see the source.', ''] : []),
  ].join('\n');
}

import { EventName, OpsEvent } from '../../core/contract/events.ts';
import { fieldsOf } from './fields.ts';
import { generatedFrom, table } from './markdown.ts';

/** docs/events.md: the one vocabulary of events, audit actions and log lines, by noun. */
export function eventsPage(): string {
  const nouns = new Map<string, string[]>();
  for (const name of EventName.options) {
    const [noun = name] = name.split('.');
    nouns.set(noun, [...(nouns.get(noun) ?? []), `\`${name}\``]);
  }
  return [
    generatedFrom('core/contract/events.ts'),
    '# Events',
    '',
    'One word names a fact everywhere: as the EventBridge detail-type, as the audit action and in the log.',
    'Names are never renamed, and details only gain fields. Delivery is at least once: react idempotently on `id`.',
    '',
    table(
      ['Noun', 'Events'],
      [...nouns].map(([noun, names]) => [noun, names.join(', ')]),
    ),
    '## What every event carries',
    '',
    table(['Field', 'Type', 'Required'], fieldsOf(OpsEvent)),
  ].join('\n');
}

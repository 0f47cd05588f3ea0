import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useEffect, useRef, useState } from 'react';
import { EventName } from '../../../core/contract/events.ts';

/** What the audit is narrowed to; an empty text narrows nothing. */
export interface AuditFilter {
  readonly stream: string;
  readonly actor: string;
  readonly action: string;
}

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

const ANY = { value: '', label: 'Any action' };
const ACTIONS = [ANY, ...EventName.options.map((name) => ({ value: name, label: name }))];

/** Narrows the audit to a stream, an actor, an action. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  return (
    <div className="legend" style={{ alignItems: 'center' }}>
      <TextFilter
        label="Stream"
        placeholder="Stream, e.g. service/job-ingest"
        onSettle={(stream) => onChange({ ...filter, stream })}
      />
      <TextFilter
        label="Actor"
        placeholder="Actor, e.g. ana"
        onSettle={(actor) => onChange({ ...filter, actor })}
      />
      <div style={{ inlineSize: 230 }}>
        <Select
          ariaLabel="Action"
          selectedOption={ACTIONS.find(({ value }) => value === filter.action) ?? ANY}
          options={ACTIONS}
          filteringType="auto"
          onChange={({ detail }) => onChange({ ...filter, action: detail.selectedOption.value ?? '' })}
        />
      </div>
    </div>
  );
}

interface TextFilterProps {
  readonly label: string;
  readonly placeholder: string;
  readonly onSettle: (text: string) => void;
}

/** A text that is used 0.3 s after the last key, so that not every letter asks the server. */
function TextFilter({ label, placeholder, onSettle }: TextFilterProps) {
  const [text, setText] = useState<string>();
  const settle = useRef(onSettle);
  settle.current = onSettle;
  useEffect(() => {
    if (text === undefined) return undefined;
    const timer = setTimeout(() => settle.current(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div style={{ inlineSize: 250 }}>
      <Input
        type="search"
        ariaLabel={label}
        placeholder={placeholder}
        value={text ?? ''}
        onChange={({ detail }) => setText(detail.value)}
      />
    </div>
  );
}

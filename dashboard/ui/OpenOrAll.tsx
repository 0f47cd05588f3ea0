import SegmentedControl from '@cloudscape-design/components/segmented-control';

/** Which part of a list is shown. */
export type OpenOrAllStatus = 'open' | 'all';

const WORDS: Readonly<Record<OpenOrAllStatus, string>> = { open: 'Open', all: 'All' };

interface OpenOrAllProps {
  readonly label: string;
  /** What may be chosen; what is chosen at first stands first. */
  readonly order: readonly OpenOrAllStatus[];
  readonly status: OpenOrAllStatus;
  readonly onChange: (status: OpenOrAllStatus) => void;
}

/** Chooses between what is still open and everything. */
export function OpenOrAll({ label, order, status, onChange }: OpenOrAllProps) {
  return (
    <SegmentedControl
      label={label}
      options={order.map((id) => ({ id, text: WORDS[id] }))}
      selectedId={status}
      onChange={({ detail }) => onChange(detail.selectedId === 'open' ? 'open' : 'all')}
    />
  );
}

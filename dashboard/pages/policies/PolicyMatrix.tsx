import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { count } from '../../util/words.ts';

const NONE = 'none';

/** Which service runs which version with how many tasks. */
export function PolicyMatrix({ policy }: { readonly policy: PolicyView }) {
  return (
    <Table
      variant="container"
      header={
        <Header variant="h2" description="How many running tasks of each service have each version">
          Versions by service
        </Header>
      }
      ariaLabels={{ tableLabel: `Versions of ${policy.name} by service` }}
      items={policy.matrix}
      trackBy="service"
      empty="No task that this policy binds runs now."
      columnDefinitions={[SERVICE, ...columnsOf(policy).map((version) => columnOf(version, policy))]}
    />
  );
}

type Row = PolicyView['matrix'][number];

function columnOf(version: string, policy: PolicyView): TableProps.ColumnDefinition<Row> {
  return {
    id: version,
    header: headOf(version, policy),
    cell: ({ versions }) => {
      const tasks = versions[version];
      return tasks ? <strong>{count(tasks, 'task')}</strong> : <span className="soft">none</span>;
    },
  };
}

const SERVICE: TableProps.ColumnDefinition<Row> = {
  id: 'service',
  header: 'Service',
  isRowHeader: true,
  cell: ({ service }) => <AppLink href={`/services/${service}`}>{service}</AppLink>,
};

/** Newest first; tasks without any version last. */
function columnsOf({ matrix, newest, active }: PolicyView): readonly string[] {
  const seen = new Set(matrix.flatMap(({ versions }) => Object.keys(versions)));
  seen.add(String(newest.number));
  if (active !== undefined) seen.add(String(active));
  const numbered = [...seen].filter((version) => version !== NONE).sort((a, b) => Number(b) - Number(a));
  return seen.has(NONE) ? [...numbered, NONE] : numbered;
}

function headOf(version: string, { newest, active }: PolicyView): string {
  if (version === NONE) return 'no version';
  const words = [version === String(active) && 'in force', version === String(newest.number) && 'newest'];
  const said = words.filter(Boolean).join(', ');
  return said ? `@${version} (${said})` : `@${version}`;
}

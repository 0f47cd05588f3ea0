import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTitle } from '../../ui/use-title.ts';
import { DecisionsTable } from './DecisionsTable.tsx';

/** What the policies decided on changes, newest first. */
export function DecisionsPage() {
  useTitle('Decisions');
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="Every change is judged by the policies in force, and each answer is kept with the clause that gave it"
      >
        Decisions
      </Header>
      <DecisionsTable />
    </SpaceBetween>
  );
}

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import { AppLink } from '../ui/AppLink.tsx';
import { useTitle } from '../ui/use-title.ts';

/** Says that an address shows nothing, and where to go. */
export function NotFoundPage() {
  useTitle('No such page');
  return (
    <Box padding={{ vertical: 'xl' }}>
      <Header variant="h1">No such page</Header>
      <p>
        Nothing is shown at this address. <AppLink href="/">See what needs you</AppLink> or{' '}
        <AppLink href="/services">all services</AppLink>.
      </p>
    </Box>
  );
}

import Header from '@cloudscape-design/components/header';
import { mayDo } from '../../../core/contract/identity.ts';
import { useMe } from '../../api/read.ts';
import { GoButton } from '../../ui/GoButton.tsx';

/** The heading of the services list and its one action. */
export function ServicesHeader({ counter }: { readonly counter: string }) {
  const me = useMe();
  const refused = mayDo('service:change', me.roles)
    ? undefined
    : `${me.name} is no deployer; a deployer can do this.`;
  return (
    <Header
      variant="awsui-h1-sticky"
      counter={counter}
      description="Money is a month, compute only"
      actions={
        <GoButton href="/services/new" variant="primary" refused={refused}>
          Deploy a service
        </GoButton>
      }
    >
      Services
    </Header>
  );
}

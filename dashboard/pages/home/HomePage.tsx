import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import type { HomeView } from '../../../core/contract/home.ts';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { count } from '../../util/words.ts';
import { ApprovalCard } from '../approvals/ApprovalCard.tsx';
import { Incidents } from './Incidents.tsx';
import { MonthMoney } from './MonthMoney.tsx';
import { WaitingForOthers } from './WaitingForOthers.tsx';

/** What needs the viewer, then what is wrong, then the money of the month. */
export function HomePage() {
  useTitle('Needs you');
  const home = useRead(KEYS.home, (client, signal) => client.getHome({ signal }), { everyMs: 30_000 });
  return (
    <Answered query={home} lines={8}>
      {(view) => <Home view={view} />}
    </Answered>
  );
}

function Home({ view }: { readonly view: HomeView }) {
  const cards = [...view.needsYou].sort(byExpiryThenMoney);
  return (
    <SpaceBetween size="l">
      <Header variant="h1" counter={`(${cards.length})`} description={<Summary services={view.services} />}>
        Needs you
      </Header>
      {cards.length === 0 && <NothingNeedsYou />}
      {cards.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} />
      ))}
      {view.waitingForOthers.length > 0 && <WaitingForOthers approvals={view.waitingForOthers} />}
      <Incidents incidents={view.incidents} />
      <MonthMoney budgets={view.budgets} />
    </SpaceBetween>
  );
}

function NothingNeedsYou() {
  return (
    <Box padding={{ vertical: 's' }} color="text-body-secondary">
      Nothing waits for your answer. New requests appear here by themselves.
    </Box>
  );
}

function Summary({ services }: { readonly services: HomeView['services'] }) {
  const parts = [
    `${services.healthy} healthy`,
    services.deploying > 0 && `${services.deploying} deploying`,
    services.degraded > 0 && `${services.degraded} degraded`,
  ];
  if (services.total === 0)
    return (
      <>
        No service runs yet. <AppLink href="/services/new">Deploy the first one</AppLink>
      </>
    );
  return (
    <>
      <AppLink href="/services">{count(services.total, 'service')}</AppLink>:{' '}
      {parts.filter(Boolean).join(', ')}
    </>
  );
}

function byExpiryThenMoney(a: ApprovalView, b: ApprovalView): number {
  return a.expiresAt.localeCompare(b.expiresAt) || b.ceiling.deltaMicroUsd - a.ceiling.deltaMicroUsd;
}

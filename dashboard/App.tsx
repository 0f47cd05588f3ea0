import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { followLive } from './api/live.ts';
import { session } from './api/session.ts';
import { startSession } from './api/start-session.ts';
import { Failure } from './ui/Failure.tsx';
import { PageGuard } from './ui/PageGuard.tsx';
import { Shell } from './ui/Shell.tsx';
import { SignedOut } from './ui/SignedOut.tsx';
import { Waiting } from './ui/Waiting.tsx';
import { useObservable } from './util/use-observable.ts';

const HomePage = lazy(async () => ({ default: (await import('./pages/home/HomePage.tsx')).HomePage }));
const ServicesPage = lazy(async () => ({
  default: (await import('./pages/services/ServicesPage.tsx')).ServicesPage,
}));
const DeployPage = lazy(async () => ({
  default: (await import('./pages/deploy/DeployPage.tsx')).DeployPage,
}));
const ServicePage = lazy(async () => ({
  default: (await import('./pages/service/ServicePage.tsx')).ServicePage,
}));
const JobsPage = lazy(async () => ({ default: (await import('./pages/jobs/JobsPage.tsx')).JobsPage }));
const JobPage = lazy(async () => ({ default: (await import('./pages/jobs/JobPage.tsx')).JobPage }));
const NewJobPage = lazy(async () => ({
  default: (await import('./pages/jobs/JobFormPage.tsx')).NewJobPage,
}));
const EditJobPage = lazy(async () => ({
  default: (await import('./pages/jobs/JobFormPage.tsx')).EditJobPage,
}));
const ChangesPage = lazy(async () => ({
  default: (await import('./pages/changes/ChangesPage.tsx')).ChangesPage,
}));
const ChangePage = lazy(async () => ({
  default: (await import('./pages/changes/ChangePage.tsx')).ChangePage,
}));
const ApprovalsPage = lazy(async () => ({
  default: (await import('./pages/approvals/ApprovalsPage.tsx')).ApprovalsPage,
}));
const ApprovalPage = lazy(async () => ({
  default: (await import('./pages/approvals/ApprovalPage.tsx')).ApprovalPage,
}));
const ProposalsPage = lazy(async () => ({
  default: (await import('./pages/proposals/ProposalsPage.tsx')).ProposalsPage,
}));
const ProposalPage = lazy(async () => ({
  default: (await import('./pages/proposals/ProposalPage.tsx')).ProposalPage,
}));
const PoliciesPage = lazy(async () => ({
  default: (await import('./pages/policies/PoliciesPage.tsx')).PoliciesPage,
}));
const PolicyPage = lazy(async () => ({
  default: (await import('./pages/policies/PolicyPage.tsx')).PolicyPage,
}));
const DecisionsPage = lazy(async () => ({
  default: (await import('./pages/decisions/DecisionsPage.tsx')).DecisionsPage,
}));
const BudgetsPage = lazy(async () => ({
  default: (await import('./pages/budgets/BudgetsPage.tsx')).BudgetsPage,
}));
const AuditPage = lazy(async () => ({ default: (await import('./pages/audit/AuditPage.tsx')).AuditPage }));
const NotFoundPage = lazy(async () => ({ default: (await import('./pages/NotFoundPage.tsx')).NotFoundPage }));

/** The dashboard: one shell, and inside it the page of the address. */
export function App() {
  return (
    <Shell>
      <PageGuard>
        <Suspense fallback={<Waiting lines={6} />}>
          <Visited />
        </Suspense>
      </PageGuard>
    </Shell>
  );
}

function Visited() {
  const now = useObservable(session);
  const queries = useQueryClient();
  const who = now.kind === 'signed in' ? now.as : undefined;
  useEffect(() => (who === undefined ? undefined : followLive(queries)), [queries, who]);
  if (now.kind === 'starting') return <Waiting lines={6} />;
  if (now.kind === 'failed') return <Failure cause={now.cause} onRetry={() => void startSession()} />;
  if (now.kind === 'signed out') return <SignedOut problem={now.problem} />;
  return <Pages key={who} />;
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/services">
        <ServicesPage />
      </Route>
      <Route path="/services/new">
        <DeployPage />
      </Route>
      <Route path="/services/:name">
        {({ name }) => <ServicePage key={name} name={name} tab="overview" />}
      </Route>
      <Route path="/services/:name/:tab">
        {({ name, tab }) => <ServicePage key={name} name={name} tab={tab} />}
      </Route>
      <Route path="/jobs">
        <JobsPage />
      </Route>
      <Route path="/jobs/new">
        <NewJobPage />
      </Route>
      <Route path="/jobs/:name">{({ name }) => <JobPage key={name} name={name} />}</Route>
      <Route path="/jobs/:name/edit">{({ name }) => <EditJobPage key={name} name={name} />}</Route>
      <Route path="/changes">
        <ChangesPage />
      </Route>
      <Route path="/changes/:id">{({ id }) => <ChangePage key={id} id={id} />}</Route>
      <Route path="/approvals">
        <ApprovalsPage />
      </Route>
      <Route path="/approvals/:id">{({ id }) => <ApprovalPage key={id} id={id} />}</Route>
      <Route path="/proposals">
        <ProposalsPage />
      </Route>
      <Route path="/proposals/:id">{({ id }) => <ProposalPage key={id} id={id} />}</Route>
      <Route path="/policies">
        <PoliciesPage />
      </Route>
      <Route path="/policies/:name">
        {({ name }) => <PolicyPage key={name} name={name} tab="roll-out" />}
      </Route>
      <Route path="/policies/:name/:tab">
        {({ name, tab }) => <PolicyPage key={name} name={name} tab={tab} />}
      </Route>
      <Route path="/decisions">
        <DecisionsPage />
      </Route>
      <Route path="/budgets">
        <BudgetsPage />
      </Route>
      <Route path="/audit">
        <AuditPage />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}

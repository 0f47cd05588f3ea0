import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SignInProblem } from '../../client/sign-in-problem.ts';
import { signInPages } from '../api/session.ts';
import { Failure } from './Failure.tsx';
import { useTitle } from './use-title.ts';

/** What somebody sees whom nobody knows yet, or no longer: why, and how to sign in. */
export function SignedOut({ problem }: { readonly problem: SignInProblem | undefined }) {
  useTitle('Sign in');
  const pages = signInPages();
  return (
    <div className="sign-in">
      <SpaceBetween size="l">
        {problem && <Why problem={problem} />}
        <Container header={<Header variant="h1">Sign in</Header>}>
          {pages ? <Way signIn={pages.signIn} /> : <NoWay />}
        </Container>
      </SpaceBetween>
    </div>
  );
}

/** A sign-in that ran out is nobody's fault. */
function Why({ problem: { reason, detail, remedy } }: { readonly problem: SignInProblem }) {
  return (
    <Alert type={reason === 'ended' ? 'info' : 'error'} header={detail}>
      {remedy}
    </Alert>
  );
}

function Way({ signIn }: { readonly signIn: () => Promise<void> }) {
  const [failed, setFailed] = useState<unknown>();
  const [going, setGoing] = useState(false);
  const go = () => {
    setGoing(true);
    signIn().catch((cause: unknown) => {
      setFailed(cause);
      setGoing(false);
    });
  };
  return (
    <SpaceBetween size="m">
      <Box variant="p">
        Sign in with the account that your organisation gave you. You come back to this very page; what you
        decide here is recorded under your name.
      </Box>
      <Button variant="primary" loading={going} onClick={go}>
        Sign in
      </Button>
      {failed !== undefined && <Failure cause={failed} />}
    </SpaceBetween>
  );
}

/** A control plane that knows neither local identities nor sign-in pages. */
function NoWay() {
  return (
    <Box variant="p">
      This control plane names no pages to sign in at. Use the command line with a token in HMS_TOKEN, or ask
      whoever runs it.
    </Box>
  );
}

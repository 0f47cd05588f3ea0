import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { asProblem } from '../api/problem.ts';

interface FailureProps {
  readonly cause: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, what to do about it, and the id to name when asking for help. */
export function Failure({ cause, onRetry }: FailureProps) {
  const problem = asProblem(cause);
  return (
    <Alert
      type="error"
      header={problem.title}
      action={onRetry && problem.retryable ? <Button onClick={onRetry}>Try again</Button> : undefined}
    >
      <div>{problem.detail}</div>
      {problem.errors?.map((error) => (
        <div key={error.field}>
          <strong>{error.field}</strong>: {error.problem}. {error.remedy}
        </div>
      ))}
      {problem.remedy && <div>{problem.remedy}</div>}
      <Box variant="small" color="inherit">
        {problem.code}
        {problem.instance && ` · correlation id ${problem.instance}`}
      </Box>
    </Alert>
  );
}

/** The ARNs of the two functions of a night, and the partition that they are in, such as `aws-us-gov`. */
export interface NightFunctions {
  readonly partition: string;
  readonly plan: string;
  readonly optimize: string;
}

/** Chunks at once. Each reads a page of metrics, and GetMetricData is limited for the whole account. */
const CHUNKS_AT_ONCE = 5;

/** Failures of Lambda itself, and calls that it had no room for. Source: Lambda developer guide, "Step Functions". */
const PASSING = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/**
 * A night in Amazon States Language: `{ runId, correlationId }` -> plan -> each chunk -> a list with the counts of each
 * chunk. A chunk that still fails after its retries fails the night: the job's own rules say whether it runs again. Pure.
 */
export function nightDefinition({
  partition,
  plan,
  optimize,
}: NightFunctions): Readonly<Record<string, unknown>> {
  const invoke = (functionArn: string) => invocation(partition, functionArn);
  return {
    Comment: 'One night of the optimizer.',
    StartAt: 'Plan',
    States: {
      Plan: {
        ...invoke(plan),
        ResultSelector: { 'chunks.$': '$.Payload.chunks' },
        ResultPath: '$.plan',
        Next: 'Chunks',
      },
      Chunks: {
        Type: 'Map',
        Label: 'Chunks',
        MaxConcurrency: CHUNKS_AT_ONCE,
        ItemsPath: '$.plan.chunks',
        ItemSelector: {
          'runId.$': '$.runId',
          'correlationId.$': '$.correlationId',
          'services.$': '$$.Map.Item.Value.services',
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Optimize',
          States: { Optimize: { ...invoke(optimize), OutputPath: '$.Payload', End: true } },
        },
        End: true,
      },
    },
  };
}

function invocation(partition: string, functionArn: string) {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: functionArn, 'Payload.$': '$' },
    Retry: [
      { ErrorEquals: PASSING, IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, JitterStrategy: 'FULL' },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 2 },
    ],
  };
}

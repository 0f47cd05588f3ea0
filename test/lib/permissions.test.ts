import { Match, Template } from 'aws-cdk-lib/assertions';
import { FUNCTIONS, type FunctionName } from '../../core/contract/functions.ts';
import { assembledApp } from './assembled-app.ts';
import { COMMAND_ACTIONS } from './command-actions.ts';
import { RoleStatements, type Statement } from './role-statements.ts';
import { sdkCommandsOf } from './sdk-commands.ts';
import { complaintsOf } from './start-function.ts';

const { state, fleet, dashboard, controlPlane } = assembledApp({ environment: 'test' });
const roles = new RoleStatements(controlPlane, [state, fleet, dashboard, controlPlane]);
const names = Object.keys(FUNCTIONS) as FunctionName[]; // safe: the keys of the table are the names

/** What Lambda and its mappings do as the function, not the function's code. */
const SHARED = /\/Functions\/Basics\/Resource$|\/Stream\/Reading\/Resource$/;
const BY_LAMBDA = new Set([
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
]);

describe('what a function may do', () => {
  it.each(names)('is what the adapters in its bundle can ask for, no more and no less: %s', async (name) => {
    const commands = await sdkCommandsOf(name);
    const needed = commands.flatMap((command) => COMMAND_ACTIONS[command] ?? [`unknown: ${command}`]);
    expect(allowedTo(name)).toEqual([...new Set(needed)].sort());
  });
});

describe('what a function is told', () => {
  it.each(names)('is all that its bundle asks for when it starts: %s', async (name) => {
    expect(await complaintsOf(name, roles.variablesOf(name))).toBe('');
  });
});

describe('altering the platform', () => {
  const writes = /^ecs:(Create|Update|Delete|Register|Run|Stop|Continue|Tag)/;

  it('is for reconcile alone', () => {
    const altering = names.filter((name) => allowedTo(name).some((action) => writes.test(action)));
    expect(altering).toEqual(['reconcile']);
  });

  it('stops at the cluster, and at services that carry the ownership tag', () => {
    const { Condition } = statementOf('ecs:UpdateService');
    expect(Condition).toMatchObject({
      ArnEquals: { 'ecs:cluster': expect.anything() },
      StringEquals: { 'aws:ResourceTag/hms:managed-by': 'hms-ops' },
    });
    expect(statementOf('ecs:CreateService').Condition).toMatchObject({
      ArnEquals: { 'ecs:cluster': expect.anything() },
      StringEquals: { 'aws:RequestTag/hms:managed-by': 'hms-ops' },
    });
    for (const action of ['ecs:StopTask', 'ecs:RunTask', 'ecs:StopServiceDeployment', 'ecs:DescribeServices'])
      expect(statementOf(action).Condition).toMatchObject({
        ArnEquals: { 'ecs:cluster': expect.anything() },
      });
  });

  it('passes the roles of tasks, to ECS only', () => {
    const passed = statementOf('iam:PassRole');
    expect(passed.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
    expect(passed.Resource).toHaveLength(2);
    const taskRoles = Template.fromStack(fleet).findResources('AWS::IAM::Role', {
      Properties: { Path: '/hms/test/tasks/', PermissionsBoundary: Match.anyValue() },
    });
    expect(Object.keys(taskRoles)).toHaveLength(2);
  });

  it('is denied above the size cap, whatever else is allowed', () => {
    const denied = roles
      .policiesOf('reconcile')
      .flatMap(({ statements }) => statements)
      .filter(({ Effect }) => Effect === 'Deny');
    const conditions = Object.fromEntries(denied.map(({ Sid, Condition }) => [Sid, Condition]));
    expect(conditions).toMatchObject({
      CpuCap: { NumericGreaterThan: { 'ecs:task-cpu': '4096' } },
      MemoryCap: { NumericGreaterThan: { 'ecs:task-memory': '30720' } },
      Unprivileged: { StringEquals: { 'ecs:privileged': 'true' } },
    });
  });

  function statementOf(action: string): Statement {
    const found = roles
      .policiesOf('reconcile')
      .flatMap(({ statements }) => statements)
      .find(({ Effect, Action }) => Effect === 'Allow' && Action.includes(action));
    if (!found) throw new Error(`reconcile may not ${action}`);
    return found;
  }
});

describe('the audit trail', () => {
  it.each(names)('can be added to, never altered or shortened: %s', (name) => {
    const denied = roles
      .policiesOf(name)
      .flatMap(({ statements }) => statements)
      .filter(({ Effect }) => Effect === 'Deny');
    const deletion = denied.find(({ Sid }) => Sid === 'AuditIsAppendOnly');
    expect(deletion?.Action).toEqual(['dynamodb:DeleteItem']);
    expect(deletion?.Condition).toEqual({
      'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] },
    });
    const update = denied.find(({ Sid }) => Sid === 'NoUpdateInPlace');
    expect(update?.Action).toEqual(expect.arrayContaining(['dynamodb:UpdateItem', 'dynamodb:PartiQLUpdate']));
  });
});

function allowedTo(name: FunctionName): readonly string[] {
  const statements = roles
    .policiesOf(name)
    .filter(({ path }) => !SHARED.test(path))
    .flatMap((policy) => policy.statements)
    .filter((statement) => statement.Effect === 'Allow' && !isDeadLetters(statement));
  const actions = statements.flatMap(({ Action }) => Action).filter((action) => !BY_LAMBDA.has(action));
  return [...new Set(actions)].sort();
}

/** A mapping puts what failed among dead letters as the function. */
function isDeadLetters({ Action, Resource }: Statement): boolean {
  return Action.includes('sqs:SendMessage') && JSON.stringify(Resource).includes('deadletters');
}

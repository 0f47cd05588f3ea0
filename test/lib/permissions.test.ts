import { FUNCTIONS, type FunctionName } from '../../core/contract/functions.ts';
import { assembledApp } from './assembled-app.ts';
import { COMMAND_ACTIONS } from './command-actions.ts';
import { RoleStatements, type Statement } from './role-statements.ts';
import { sdkCommandsOf } from './sdk-commands.ts';

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

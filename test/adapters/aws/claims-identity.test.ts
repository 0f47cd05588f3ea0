import { identityOf } from '../../../adapters/aws/claims-identity.ts';

describe('who the bearer of a verified token is', () => {
  it('is a person with the roles and groups of the user pool', () => {
    const claims = { sub: 's-1', username: 'ana', 'cognito:groups': '[role:viewer role:approver program]' };
    expect(identityOf(claims)).toEqual({
      sub: 's-1',
      kind: 'human',
      name: 'ana',
      roles: ['viewer', 'approver'],
      groups: ['program'],
    });
  });

  it('is a machine, which never votes, when the token has no user', () => {
    expect(identityOf({ sub: 'pipeline', client_id: 'pipeline' })).toMatchObject({
      kind: 'ci',
      roles: [],
      groups: [],
    });
  });

  it.each([
    ['a list', ['role:deployer', 'finance']],
    ['a list in brackets', '[role:deployer finance]'],
    ['a list with commas', 'role:deployer,finance'],
  ])('reads groups that arrive as %s', (_, groups) => {
    expect(identityOf({ sub: 's', username: 'u', 'cognito:groups': groups })).toMatchObject({
      roles: ['deployer'],
      groups: ['finance'],
    });
  });

  it('takes no role that the product does not know', () => {
    expect(identityOf({ sub: 's', username: 'u', 'cognito:groups': '[role:root]' }).roles).toEqual([]);
  });
});

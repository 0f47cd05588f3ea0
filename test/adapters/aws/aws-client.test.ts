import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { answered } from '../../../adapters/aws/aws-client.ts';

function refusal(name: string, fault: 'client' | 'server') {
  return new DynamoDBServiceException({ name, $fault: fault, $metadata: {}, message: name });
}

describe('what AWS answers', () => {
  it('hands an answer through', async () => {
    await expect(answered('ecs', Promise.resolve(4))).resolves.toBe(4);
  });

  it.each([
    ['a failure on their side', refusal('InternalFailure', 'server')],
    ['throttling', refusal('ThrottlingException', 'client')],
    ['too many requests', refusal('TooManyRequestsException', 'client')],
    ['no answer in time', Object.assign(new Error('socket'), { name: 'TimeoutError' })],
  ])('calls %s unavailable, and names the dependency', async (_what, cause) => {
    await expect(answered('ecs', Promise.reject(cause))).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'ecs' },
      cause,
    });
  });

  it('leaves a refusal of the call itself to the caller', async () => {
    const cause = refusal('ServiceNotFoundException', 'client');
    await expect(answered('ecs', Promise.reject(cause))).rejects.toBe(cause);
  });
});

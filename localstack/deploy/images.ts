import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CATALOGUE, digestReference } from '../../adapters/embedded/cloud/catalogue.ts';

/** Puts every image of the simulated cloud into the registry, with the digests that the cloud knows them by. Idempotent. */
export async function pushCatalogue(): Promise<void> {
  const client = new ECRClient({});
  const references = CATALOGUE.map(({ reference }) => reference);
  for (const repositoryName of new Set(references.map((reference) => partsOf(reference).repository)))
    await client
      .send(new CreateRepositoryCommand({ repositoryName }))
      .catch(unless('RepositoryAlreadyExists'));
  for (const reference of references) {
    const { repository, tag } = partsOf(reference);
    const command = new PutImageCommand({
      repositoryName: repository,
      imageTag: tag,
      imageManifest: JSON.stringify({ schemaVersion: 2, reference }),
      imageDigest: digestReference(reference).split('@')[1],
    });
    await client.send(command).catch(unless('ImageAlreadyExists'));
  }
}

function partsOf(reference: string): { readonly repository: string; readonly tag: string } {
  const [repository = '', tag = 'latest'] = reference.split(':');
  return { repository, tag };
}

function unless(name: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error && error.name.startsWith(name))) throw error;
  };
}

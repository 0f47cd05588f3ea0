import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';

/** A version of an object; without a body it is a delete marker. */
interface Version {
  readonly Key: string;
  readonly VersionId: string;
  readonly body: string | undefined;
}

/** A versioned bucket in memory behind the S3 client: what the anchors ask of it, as the S3 API Reference describes it. */
export class FakeBucket {
  /** Oldest first. */
  readonly versions: Version[] = [];
  readonly mock = mockClient(S3Client);
  readonly client = new S3Client({});
  readonly #pageSize: number;

  constructor(pageSize = 1_000) {
    this.#pageSize = pageSize;
    this.mock.on(PutObjectCommand).callsFake(({ Key, Body, IfNoneMatch }) => {
      if (IfNoneMatch === '*' && this.#latestOf(Key)?.body !== undefined)
        throw refused('PreconditionFailed', 412);
      this.put(Key, Body);
      return {};
    });
    this.mock.on(GetObjectCommand).callsFake(({ Key, VersionId }) => {
      const found = this.versions.find((one) => one.Key === Key && one.VersionId === VersionId);
      if (found?.body === undefined) throw refused('NoSuchVersion', 404);
      return { Body: { transformToString: async () => found.body } };
    });
    this.mock.on(ListObjectVersionsCommand).callsFake((input) => this.#list(input));
  }

  /** Puts an object, or with no body a delete marker, over whatever is there. */
  put(Key: string, body: string | undefined): void {
    this.versions.push({ Key, VersionId: `v${this.versions.length + 1}`, body });
  }

  #latestOf(key: string): Version | undefined {
    return this.versions.findLast(({ Key }) => Key === key);
  }

  /** Keys in their order, versions of a key newest first, as S3 lists them. */
  #list({ Prefix = '', MaxKeys = 1_000, KeyMarker = '', VersionIdMarker = '' }) {
    const all = [...this.versions]
      .reverse()
      .filter(({ Key }) => Key.startsWith(Prefix))
      .sort((a, b) => (a.Key < b.Key ? -1 : Number(a.Key > b.Key)));
    const from = all.findIndex((one) => one.Key === KeyMarker && one.VersionId === VersionIdMarker) + 1;
    const size = Math.min(MaxKeys, this.#pageSize);
    const page = all.slice(from, from + size);
    const last = page.at(-1);
    return {
      Versions: page.filter(({ body }) => body !== undefined),
      DeleteMarkers: page.filter(({ body }) => body === undefined),
      IsTruncated: from + size < all.length,
      NextKeyMarker: last?.Key,
      NextVersionIdMarker: last?.VersionId,
    };
  }
}

function refused(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: name });
}

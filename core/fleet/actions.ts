import type { ChangeRequest } from '../changes/request.ts';
import type { Cause, Compute } from './compute.ts';

type RequestOf<Method extends keyof Compute> = Compute[Method] extends (request: infer Request) => unknown
  ? Request
  : never;

/** What a reconcile does after it has recorded: absolute, so that doing it twice is doing it once. */
export type Action =
  | { readonly kind: 'create'; readonly request: RequestOf<'create'> }
  | { readonly kind: 'rollOut'; readonly request: RequestOf<'rollOut'> }
  | { readonly kind: 'setDesiredCount'; readonly request: RequestOf<'setDesiredCount'> }
  | { readonly kind: 'continueDeployment'; readonly request: RequestOf<'continueDeployment'> }
  | { readonly kind: 'stopDeployment'; readonly request: RequestOf<'stopDeployment'> }
  | { readonly kind: 'remove'; readonly request: RequestOf<'remove'> }
  | { readonly kind: 'ensureAlarms'; readonly cause: Cause }
  | { readonly kind: 'removeAlarms'; readonly cause: Cause }
  | { readonly kind: 'executeChange'; readonly changeId: string }
  | {
      readonly kind: 'requestChange';
      readonly request: Pick<ChangeRequest, 'target' | 'intent' | 'requestedBy' | 'reason'>;
    };

import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';

/** Holds the place of what is being read. */
export function Waiting({ lines }: { readonly lines: number }) {
  return (
    <div role="status" aria-label="Loading">
      <SpaceBetween size="s">
        {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key) => (
          <Skeleton key={key} />
        ))}
      </SpaceBetween>
    </div>
  );
}

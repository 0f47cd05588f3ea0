import Button from '@cloudscape-design/components/button';

interface MoreButtonProps {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly what: string;
}

/** Reads the next page of a list; not there when everything was read. */
export function MoreButton({ pages, what }: MoreButtonProps) {
  if (!pages.hasNextPage) return null;
  return (
    <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      Show older {what}
    </Button>
  );
}

import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

interface GoButtonProps {
  readonly href: string;
  readonly variant?: 'normal' | 'primary';
  /** Why it is not possible now; absent when it is. */
  readonly refused?: string | undefined;
  readonly children: ReactNode;
}

/** A button that opens another page, or says why it cannot. */
export function GoButton({ href, variant = 'normal', refused, children }: GoButtonProps) {
  const [, go] = useLocation();
  return (
    <Button
      variant={variant}
      {...(refused === undefined ? { href } : { disabled: true, disabledReason: refused })}
      onFollow={(event) => {
        event.preventDefault();
        go(href);
      }}
    >
      {children}
    </Button>
  );
}

import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

interface AppLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly ariaLabel?: string;
  /** `heading`: without underline; `message`: on the colour of a message. */
  readonly look?: 'text' | 'heading' | 'message';
}

/** A link to another page of this dashboard: no reload, but still an address to copy or open in a new tab. */
export function AppLink({ href, children, ariaLabel, look = 'text' }: AppLinkProps) {
  const [, go] = useLocation();
  return (
    <Link
      href={href}
      fontSize="inherit"
      variant={look === 'heading' ? 'secondary' : 'primary'}
      color={look === 'message' ? 'inverted' : 'normal'}
      {...(ariaLabel === undefined ? {} : { ariaLabel })}
      onFollow={(event) => {
        event.preventDefault();
        go(href);
      }}
    >
      {children}
    </Link>
  );
}

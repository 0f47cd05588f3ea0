import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

interface AppLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly ariaLabel?: string;
}

/** A link to another page of this dashboard: no reload, but still an address to copy or open in a new tab. */
export function AppLink({ href, children, ariaLabel }: AppLinkProps) {
  const [, go] = useLocation();
  return (
    <Link
      href={href}
      fontSize="inherit"
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

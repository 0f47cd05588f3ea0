import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useLocation } from 'wouter';
import { takeIdentity } from '../api/local-identities.ts';
import { type Session, type SignedIn, session, signInPages } from '../api/session.ts';
import { useObservable } from '../util/use-observable.ts';
import { type ColourMode, colourMode } from './colour-mode.ts';

const MODES: readonly { readonly id: ColourMode; readonly text: string }[] = [
  { id: 'system', text: 'As the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

/** The bar at the top: home, colours, and who is signed in. */
export function TopBar() {
  const [, go] = useLocation();
  const mode = useObservable(colourMode);
  const who = useObservable(session);
  return (
    <TopNavigation
      identity={{
        href: '/',
        title: 'HMS-OPS',
        logo: { src: '/icon.svg', alt: 'Home of' },
        onFollow: (event) => {
          event.preventDefault();
          go('/');
        },
      }}
      utilities={[coloursMenu(mode), ...identityMenu(who)]}
    />
  );
}

function coloursMenu(mode: ColourMode): TopNavigationProps.Utility {
  return {
    type: 'menu-dropdown',
    text: 'Colours',
    ariaLabel: 'Colours',
    items: MODES.map(({ id, text }) => ({ id, text, itemType: 'checkbox', checked: id === mode })),
    onItemClick: ({ detail }) => {
      const chosen = MODES.find(({ id }) => id === detail.id);
      if (chosen) colourMode.set(chosen.id);
    },
  };
}

/** Who is signed in, and how to stop; in the embedded world whom else the visitor may be. */
function identityMenu(who: Session): TopNavigationProps.Utility[] {
  if (who.kind !== 'signed in') return [];
  const { name, groups, roles } = who.me;
  const menu = signInPages() ? signOutMenu() : pickerMenu(who);
  const doing = signInPages() ? 'Sign out' : 'Change identity';
  return [
    {
      type: 'menu-dropdown',
      text: name,
      ariaLabel: `Signed in as ${name}. ${doing}`,
      iconName: 'user-profile',
      description: [...groups, ...roles].join(', '),
      ...menu,
    },
  ];
}

type Menu = Pick<TopNavigationProps.MenuDropdownUtility, 'items' | 'onItemClick'>;

function signOutMenu(): Menu {
  return {
    items: [{ id: 'sign-out', text: 'Sign out' }],
    onItemClick: () => void signInPages()?.signOut(),
  };
}

function pickerMenu({ as: current, picker }: SignedIn): Menu {
  return {
    items: picker.map(({ as, name, title }) => ({
      id: as,
      text: name,
      secondaryText: title,
      itemType: 'checkbox',
      checked: as === current,
    })),
    onItemClick: ({ detail }) => {
      if (detail.id !== current) void takeIdentity(detail.id);
    },
  };
}

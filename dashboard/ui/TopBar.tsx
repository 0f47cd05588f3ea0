import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useLocation } from 'wouter';
import { type Session, session, takeIdentity } from '../api/session.ts';
import { useObservable } from '../util/observable.ts';
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

/** Who is signed in; in the embedded world also whom else the visitor may be. */
function identityMenu(who: Session): TopNavigationProps.Utility[] {
  if (who.kind !== 'signed in') return [];
  return [
    {
      type: 'menu-dropdown',
      text: who.me.name,
      ariaLabel: `Signed in as ${who.me.name}. Change identity`,
      iconName: 'user-profile',
      description: [...who.me.groups, ...who.me.roles].join(', '),
      items: who.picker.map(({ as, name, title }) => ({
        id: as,
        text: name,
        secondaryText: title,
        itemType: 'checkbox',
        checked: as === who.as,
      })),
      onItemClick: ({ detail }) => {
        if (detail.id !== who.as) void takeIdentity(detail.id);
      },
    },
  ];
}

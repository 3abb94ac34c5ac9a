import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Session } from '../../contracts/session';
import { useApi } from '../api/api';
import { useSession } from '../api/session';
import { useLive } from '../live/use-live';
import { useKeys } from '../pieces/keys';
import { useIsNarrow } from '../pieces/narrow';
import { showToast } from '../pieces/toast';
import { BusinessProvider } from '../words/business';
import { useBusinessNow, useNewDay } from './business-now';
import styles from './frame.module.css';
import { KeyboardHelp } from './keyboard-help';
import { NarrowMenu } from './narrow-menu';
import { placeCounts } from './places';
import { Rail } from './rail';
import { Ribbon } from './ribbon';
import { SearchPalette } from './search-palette';
import { TopBar } from './top-bar';
import { usePalette } from './use-palette';
import { UserMenu } from './user-menu';

/** Of its own part of the build: a page is shown before anyone pays. */
const PaymentDialogs = lazy(() =>
  import('../screens/pay/payment-dialogs').then((module) => ({ default: module.PaymentDialogs })),
);

/** Everything around a page, for someone who is signed in. */
export function Frame() {
  const session = useSession();
  const { now, shown } = useBusinessNow(session);
  useNewDay(session, shown);
  const { locale, zone, today } = session.business;
  return (
    <BusinessProvider business={{ locale, zone, today, now }}>
      <FrameBody session={session} now={shown} />
    </BusinessProvider>
  );
}

type Opened = 'search' | 'keys' | 'menu' | null;

function FrameBody({ session, now }: Readonly<{ session: Session; now: string }>) {
  const [opened, setOpened] = useState<Opened>(null);
  const live = useLive(session.lastEventId);
  const isNarrow = useIsNarrow();
  const signOut = useSignOut();
  const close = () => setOpened(null);
  const showKeys = () => setOpened('keys');
  // On the page before the key's event ends, so that no letter typed after it is lost.
  const search = () => flushSync(() => setOpened('search'));
  useKeys({
    '/': search,
    'Mod+k': search,
    '?': showKeys,
  });
  return (
    <>
      <a className={styles['skip']} href="#content">
        Skip to the page
      </a>
      {session.sandbox && <Ribbon />}
      <div className={styles['frame']}>
        {!isNarrow && (
          <Rail
            businessName={session.business.name}
            counts={placeCounts(session)}
            onShowKeys={showKeys}
          />
        )}
        <div className={styles['column']}>
          <TopBar
            session={session}
            now={now}
            live={live}
            userMenu={<UserMenu user={session.user} onShowKeys={showKeys} onSignOut={signOut} />}
            onSearch={() => setOpened('search')}
            onMenu={() => setOpened('menu')}
          />
          <main className={styles['content']} id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      <Suspense fallback={null}>
        <PaymentDialogs />
      </Suspense>
      <Search
        isOpen={opened === 'search'}
        onClose={close}
        onShowKeys={showKeys}
        onSignOut={signOut}
      />
      <KeyboardHelp isOpen={opened === 'keys'} onClose={close} />
      <NarrowMenu
        isOpen={opened === 'menu' && isNarrow}
        onClose={close}
        session={session}
        onSignOut={signOut}
      />
    </>
  );
}

type SearchProps = Readonly<{
  isOpen: boolean;
  onClose: () => void;
  onShowKeys: () => void;
  onSignOut: () => void;
}>;

function Search({ isOpen, onClose, ...acts }: SearchProps) {
  const [text, setText] = useState('');
  const { groups, isSearching, isBehind } = usePalette(text, acts);
  const close = () => {
    onClose();
    setText('');
  };
  return (
    <SearchPalette
      isOpen={isOpen}
      onClose={close}
      text={text}
      onText={setText}
      groups={groups}
      isSearching={isSearching}
      isBehind={isBehind}
    />
  );
}

function useSignOut(): () => void {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return () => {
    api
      .deleteSession()
      .then(async () => {
        await navigate({ to: '/sign-in' });
        queries.clear();
      })
      .catch(() =>
        showToast({ tone: 'bad', words: 'You are still signed in: no answer from Headroom.' }),
      );
  };
}

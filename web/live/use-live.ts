import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { joinLive } from './live-sharing';
import type { LiveState } from './live-state';
import { readAgain, readAllAgain } from './read-again';

/**
 * Keeps what is shown up to date while the calling component is there, and says how it stands.
 *
 * @param lastEventId of the session that was read before all else; a later one changes nothing.
 */
export function useLive(lastEventId: string): LiveState {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const [from] = useState(lastEventId);
  useEffect(() => {
    const channel = new BroadcastChannel('headroom-live');
    const live = joinLive({
      locks: navigator.locks,
      channel,
      document,
      openSource: (url) => new EventSource(url),
      lastEventId: from,
      onChanges: (changes) => void readAgain(queries, changes),
      onGap: () => void readAllAgain(queries),
      onState: setState,
    });
    return () => {
      live.stop();
      channel.close();
    };
  }, [queries, from]);
  return state;
}

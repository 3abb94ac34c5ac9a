import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { joinLive } from './live-sharing';
import type { LiveState } from './live-state';
import { readAgain, readAllAgain } from './read-again';

/** Keeps what is shown up to date while the calling component is there, and says how it stands. */
export function useLive(): LiveState {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const channel = new BroadcastChannel('headroom-live');
    const live = joinLive({
      locks: navigator.locks,
      channel,
      document,
      openSource: (url) => new EventSource(url),
      onChanges: (changes) => void readAgain(queries, changes),
      onGap: () => void readAllAgain(queries),
      onState: setState,
    });
    return () => {
      live.stop();
      channel.close();
    };
  }, [queries]);
  return state;
}

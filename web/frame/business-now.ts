import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Session } from '../../contracts/session';
import { civilDateAt } from '../../domain/instants';
import { readAgain } from '../live/read-again';

/** Often enough that the minute on the page is never late by more than this. */
const TICK_MS = 5000;

/**
 * The business's now, which runs on from what the session said: ahead of the real clock when the test
 * clock was moved. `now` is asked when something is drawn, `shown` redraws each minute.
 */
export function useBusinessNow({
  business,
}: Session): Readonly<{ now: () => string; shown: string }> {
  const base = useRef({ at: business.now, since: performance.now() });
  if (base.current.at !== business.now) {
    base.current = { at: business.now, since: performance.now() };
  }
  const [now] = useState(() => () => {
    const { at, since } = base.current;
    return new Date(Date.parse(at) + performance.now() - since).toISOString();
  });
  const [, redraw] = useState('');
  useEffect(() => {
    const timer = setInterval(() => redraw(now().slice(0, 16)), TICK_MS);
    return () => clearInterval(timer);
  }, [now]);
  return { now, shown: now() };
}

/** At the business's midnight other invoices are late: what reads its clock is read again, once a day. */
export function useNewDay({ business: { zone, today } }: Session, now: string): void {
  const queries = useQueryClient();
  const day = civilDateAt(now, zone);
  useEffect(() => {
    if (day !== today) void readAgain(queries, [{ topic: 'clock', id: null }]);
  }, [queries, day, today]);
}

/** @jest-environment jsdom */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import type { Session } from '../../contracts/session';
import { useNewDay } from '../../web/frame/business-now';

const SESSION = {
  business: { zone: 'America/Chicago', today: '2026-11-25' },
} as Session;

/** A list that goes by the business's clock: how often it was read. */
function readings() {
  let count = 0;
  function List({ now }: Readonly<{ now: string }>) {
    useNewDay(SESSION, now);
    const { data } = useQuery({
      queryKey: ['list'],
      queryFn: () => {
        count += 1;
        return count;
      },
      meta: { reads: ['clock'] },
      staleTime: Number.POSITIVE_INFINITY,
    });
    return <p>read {data}</p>;
  }
  const client = new QueryClient();
  const at = (now: string) => (
    <QueryClientProvider client={client}>
      <List now={now} />
    </QueryClientProvider>
  );
  return { at, count: () => count };
}

test('at the business’s midnight what goes by its clock is read again, once', async () => {
  const { at, count } = readings();
  const { rerender } = render(at('2026-11-26T05:59:55Z'));
  await screen.findByText('read 1');
  rerender(at('2026-11-26T05:59:59Z'));
  expect(count()).toBe(1);
  rerender(at('2026-11-26T06:00:00Z'));
  await screen.findByText('read 2');
  rerender(at('2026-11-26T06:00:05Z'));
  rerender(at('2026-11-26T06:01:00Z'));
  await screen.findByText('read 2');
  expect(count()).toBe(2);
});

/**
 * Goal: no change is missed by a reading that began before it.
 * Method: a query whose answers are given by hand.
 */
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readAgain } from '../../web/live/read-again';

test('a first reading that changes overtake is read again once, when it is there', async () => {
  const queries = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const observer = new QueryObserver(queries, {
    queryKey: ['invoices'],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
    meta: { reads: ['invoice'] },
  });
  const stop = observer.subscribe(() => undefined);
  const change = { topic: 'invoice', id: null } as const;
  const again = Promise.all([1, 2, 3].map(() => readAgain(queries, [change])));
  expect(answers).toHaveLength(1);
  answers[0]?.('as it was before the change');
  for (let turn = 0; turn < 50 && answers.length < 2; turn += 1) await new Promise(setImmediate);
  answers[1]?.('as it is');
  await again;
  expect(observer.getCurrentResult().data).toBe('as it is');
  expect(answers).toHaveLength(2);
  stop();
  queries.clear();
});

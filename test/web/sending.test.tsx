/**
 * Goal: what a click changes is sent once, however often it is clicked, and never lost after a no.
 * Method: a button that sends, on a call whose answers the test gives; clicks come without any pause
 * between them, as those of a mouse that bounces.
 *
 * @jest-environment jsdom
 */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import { useSending } from '../../web/api/use-sending';

type Answers = Readonly<{ yes: () => void; no: () => void }>;

function setUp({ isRepeatable = false } = {}) {
  const calls: Answers[] = [];
  const mutationFn = () =>
    new Promise<void>((resolve, reject) => {
      calls.push({ yes: resolve, no: () => reject(new Error('refused')) });
    });
  function Sender() {
    const { send, reset, error, isPending, isSuccess } = useSending({ mutationFn, isRepeatable });
    const state = isPending ? 'under way' : isSuccess ? 'done' : error ? 'refused' : 'resting';
    return (
      <>
        <button type="button" onClick={() => send()}>
          Send
        </button>
        <button type="button" onClick={reset}>
          Begin anew
        </button>
        <p role="status">{state}</p>
      </>
    );
  }
  const queries = new QueryClient({ defaultOptions: { mutations: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <Sender />
    </QueryClientProvider>,
  );
  const button = screen.getByText('Send');
  return {
    calls,
    clickTwice: () =>
      act(() => {
        button.click();
        button.click();
      }),
    begin: () => act(() => screen.getByText('Begin anew').click()),
    answer: (kind: keyof Answers, call: number) => act(async () => calls[call]?.[kind]()),
    shows: (words: string) =>
      waitFor(() => expect(screen.getByRole('status').textContent).toBe(words)),
  };
}

test('two clicks without a pause are sent once, and a third after the yes is none', async () => {
  const { calls, clickTwice, answer, shows } = setUp();
  clickTwice();
  await shows('under way');
  expect(calls).toHaveLength(1);
  await answer('yes', 0);
  await shows('done');
  clickTwice();
  expect(calls).toHaveLength(1);
});

test('after a no it may be sent again, once', async () => {
  const { calls, clickTwice, answer, shows } = setUp();
  clickTwice();
  await shows('under way');
  await answer('no', 0);
  await shows('refused');
  clickTwice();
  await shows('under way');
  expect(calls).toHaveLength(2);
});

test('what stays on the page may be sent again after a yes', async () => {
  const kept = setUp({ isRepeatable: true });
  kept.clickTwice();
  await kept.shows('under way');
  await kept.answer('yes', 0);
  await kept.shows('done');
  kept.clickTwice();
  await waitFor(() => expect(kept.calls).toHaveLength(2));
});

test('another change that is begun may be sent after a yes', async () => {
  const { calls, clickTwice, begin, answer, shows } = setUp();
  clickTwice();
  await shows('under way');
  await answer('yes', 0);
  await shows('done');
  begin();
  clickTwice();
  await shows('under way');
  expect(calls).toHaveLength(2);
});

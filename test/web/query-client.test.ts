/** @jest-environment jsdom */
import { MutationObserver, onlineManager } from '@tanstack/react-query';
import { createQueryClient } from '../../web/api/query-client';

afterEach(() => onlineManager.setOnline(true));

test('a change that is made without a network fails at once, and is not sent by itself later', async () => {
  onlineManager.setOnline(false);
  const sent = jest.fn(() => Promise.reject(new TypeError('Failed to fetch')));
  const client = createQueryClient(() => undefined);
  const change = new MutationObserver(client, { mutationFn: sent });
  await expect(change.mutate()).rejects.toThrow('Failed to fetch');
  onlineManager.setOnline(true);
  await client.resumePausedMutations();
  expect(sent).toHaveBeenCalledTimes(1);
});

/**
 * Queries made from operations. Each says which live topics it reads, and is read again when one of
 * them is told (see `live/`): a screen never asks on a timer.
 */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf, CallInputOf, Client } from '../../contracts/client';
import type { LiveTopic } from '../../contracts/events';
import type { OperationId } from '../../contracts/index';

/** What a query depends on: everything of a topic, or one thing of it. */
export type Reading = LiveTopic | Readonly<{ topic: LiveTopic; id: string }>;

type AnyCall<Id extends OperationId> = (
  input: CallInputOf<Id>,
  options: Readonly<{ signal: AbortSignal }>,
) => Promise<AnswerOf<Id>>;

/** One answer. Given up when nothing shows it any more. */
export function operationQuery<Id extends OperationId>(
  api: Client,
  id: Id,
  input: CallInputOf<Id>,
  reads: readonly Reading[],
) {
  return queryOptions({
    queryKey: [id, input] as const,
    queryFn: ({ signal }) => (api[id] as unknown as AnyCall<Id>)(input, { signal }),
    meta: { reads },
  });
}

/** Operations whose answer is a page with a cursor to the next one. */
export type ListId = {
  [Id in OperationId]: AnswerOf<Id> extends { items: readonly unknown[]; nextCursor: string | null }
    ? Id
    : never;
}[OperationId];

/** A list read page by page as the reader comes near its end. */
export function listQuery<Id extends ListId>(
  api: Client,
  id: Id,
  input: CallInputOf<Id> & Readonly<{ query?: object }>,
  reads: readonly Reading[],
) {
  return infiniteQueryOptions({
    queryKey: [id, 'pages', input] as const,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...input.query, ...(pageParam !== null && { cursor: pageParam }) };
      return (api[id] as unknown as AnyCall<Id>)({ ...input, query }, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as { nextCursor: string | null }).nextCursor,
    meta: { reads },
  });
}

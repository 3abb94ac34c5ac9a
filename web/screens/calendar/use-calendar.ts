import { useQueries } from '@tanstack/react-query';
import type { CalendarEntry } from '../../../contracts/calendar';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

/** What moves a payment to come, or what it takes. */
const READS = [
  'payment',
  'invoice',
  'approval',
  'autopayRule',
  'method',
  'settings',
  'clock',
] as const;

export type CalendarReading = Readonly<{
  /** By instant; null until all months are there. */
  entries: readonly CalendarEntry[] | null;
  /** There are more than are shown. */
  isMore: boolean;
  error: Error | null;
  isFetching: boolean;
  refetch: () => void;
}>;

/** Payments to come in these months, of one client or of all. */
export function useCalendar(
  months: readonly string[],
  organizationId: string | undefined,
): CalendarReading {
  const api = useApi();
  const readings = useQueries({
    queries: months.map((month) => ({
      ...operationQuery(
        api,
        'readCalendar',
        { query: { month, ...(organizationId !== undefined && { organizationId }) } },
        READS,
      ),
    })),
  });
  const pages = readings.flatMap(({ data }) => data ?? []);
  return {
    entries: pages.length < months.length ? null : pages.flatMap(({ items }) => items),
    isMore: pages.some(({ isMore }) => isMore),
    error: readings.find(({ error, data }) => error !== null && !data)?.error ?? null,
    isFetching: readings.some(({ isFetching }) => isFetching),
    refetch: () => {
      for (const { refetch } of readings) void refetch();
    },
  };
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '../../../contracts/client';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

export function paymentQuery(api: Client, id: string) {
  return operationQuery(api, 'readPayment', { params: { id } }, [
    { topic: 'payment', id },
    'clock',
  ]);
}

/** One placed payment in full, as it is now; with null nothing is read. */
export function usePayment(id: string | null) {
  const api = useApi();
  return useQuery({ ...paymentQuery(api, id ?? ''), enabled: id !== null });
}

/**
 * The same for a question about it. A reading that was under way when it was asked is waited for: what
 * the person changed a moment ago is no news to them.
 */
export function usePaymentAskedAbout(id: string) {
  const { data, error, isFetching, refetch } = usePayment(id);
  const [isAwaited, setAwaited] = useState(isFetching);
  if (isAwaited && !isFetching) setAwaited(false);
  return isAwaited ? { data: undefined, error: null, refetch } : { data, error, refetch };
}

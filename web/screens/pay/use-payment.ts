import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

/** One placed payment in full, as it is now; with null nothing is read. */
export function usePayment(id: string | null) {
  const api = useApi();
  return useQuery({
    ...operationQuery(api, 'readPayment', { params: { id: id ?? '' } }, [
      { topic: 'payment', id: id ?? '' },
      'clock',
    ]),
    enabled: id !== null,
  });
}

import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

/** One placed payment in full, as it is now. */
export function usePayment(id: string) {
  const api = useApi();
  return useQuery(
    operationQuery(api, 'readPayment', { params: { id } }, [{ topic: 'payment', id }, 'clock']),
  );
}

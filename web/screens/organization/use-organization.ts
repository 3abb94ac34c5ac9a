import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

/** One client: what it owes, its counts, its default method. */
export function useOrganization(id: string) {
  const api = useApi();
  return useQuery(
    operationQuery(api, 'readOrganization', { params: { id } }, [
      { topic: 'organization', id },
      'invoice',
      'payment',
      'autopayRule',
      'method',
      'contact',
    ]),
  );
}

import type { Client } from '../../../../contracts/client';
import { operationQuery } from '../../../api/operation-query';

export function methodsQuery(api: Client, organizationId: string) {
  return operationQuery(api, 'listPaymentMethods', { params: { id: organizationId } }, [
    'method',
    'payment',
    { topic: 'organization', id: organizationId },
  ]);
}

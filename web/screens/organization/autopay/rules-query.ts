import type { Client } from '../../../../contracts/client';
import type { Reading } from '../../../api/operation-query';
import { operationQuery } from '../../../api/operation-query';

/** All that happens to a client's invoices, payments, methods and rules is told of the client. */
export function autopayReads(organizationId: string): readonly Reading[] {
  return [{ topic: 'organization', id: organizationId }, 'method', 'autopayRule', 'clock'];
}

export function rulesQuery(api: Client, organizationId: string) {
  return operationQuery(
    api,
    'listAutopayRules',
    { params: { id: organizationId } },
    autopayReads(organizationId),
  );
}

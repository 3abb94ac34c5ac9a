/** What gateways and the mail service report by themselves. */
import { z } from 'zod';
import { defineOperation } from './operation';

export const receiveGatewayReport = defineOperation({
  id: 'receiveGatewayReport',
  tag: 'Webhooks',
  method: 'POST',
  path: '/webhooks/:gateway',
  summary: 'A signed report of a gateway. It may come twice, late or out of order.',
  permission: 'public',
  params: z.strictObject({ gateway: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/) }),
  body: {
    kind: 'raw',
    contentType: 'application/json',
    description: 'The bytes that the signature covers.',
  },
  responses: { 204: null },
  problems: ['SIGNATURE_WRONG', 'NOT_FOUND', 'BODY_TOO_LARGE'],
});

export const receiveMailReport = defineOperation({
  id: 'receiveMailReport',
  tag: 'Webhooks',
  method: 'POST',
  path: '/webhooks/mail',
  summary:
    'A signed report of the mail service: a mail arrived, came back or is not wanted. It may come twice, late or out of order.',
  permission: 'public',
  body: {
    kind: 'raw',
    contentType: 'application/json',
    description: 'The bytes that the signature covers.',
  },
  responses: { 204: null },
  // Not available: no secret is set here; or the mail is just being handed over, and it should come again.
  problems: ['SIGNATURE_WRONG', 'NOT_FOUND', 'UNAVAILABLE', 'BODY_TOO_LARGE'],
});

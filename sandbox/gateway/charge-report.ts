/** What a report says of a charge that has changed, and how it is signed. */
import { randomBytes } from 'node:crypto';
import type { Report } from '../reports';
import type { Charge } from './charge';
import { viewOf } from './charge-view';
import { SIGNATURE_HEADER, signature } from './signature';

export function chargeReport(charge: Charge, at: Date): Pick<Report, 'id' | 'body'> {
  const id = `evt_${randomBytes(9).toString('base64url')}`;
  const body = JSON.stringify({
    id,
    type: `charge.${charge.state}`,
    account: charge.account,
    createdAt: at.toISOString(),
    charge: viewOf(charge),
  });
  return { id, body };
}

export const chargeReportSignature =
  (secret: string) =>
  ({ body }: Pick<Report, 'body'>, at: Date) => ({
    [SIGNATURE_HEADER]: signature(secret, at, body),
  });

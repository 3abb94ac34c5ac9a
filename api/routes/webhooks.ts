import { receiveGatewayReport } from '../../contracts/webhooks';
import type { PaymentState } from '../../domain/payment';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { RouteDependencies } from './dependencies';

/** A charging activity reads its own answer; only in these states somebody waits for a report. */
const WAITS_FOR_REPORTS: readonly PaymentState[] = [
  'unknown',
  'pending',
  'actionRequired',
  'settled',
  'disputed',
];

const CHARGE_KEY = /^([0-9a-f-]{36}):charge$/;

/**
 * Reports of the gateway: verified, kept, applied, told. Kept before it is applied, and applied
 * again when it comes again: a crash between the two loses nothing, because the gateway repeats what
 * was not answered and an outcome may be applied any number of times.
 */
export function webhookRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, gateway, soon, log } = dependencies;

  mount(mounting, receiveGatewayReport, async ({ params, body, request }) => {
    if (params.gateway !== gateway.name) throw new Problem('NOT_FOUND');
    const report = gateway.readReport(singleHeaders(request.headers), body);
    if (report === null) throw new Problem('SIGNATURE_WRONG');

    await stores.payments.recordReport(gateway.name, report);
    const paymentId = CHARGE_KEY.exec(report.chargeKey)?.[1];
    const state = paymentId === undefined ? null : await stores.payments.stateOf(paymentId);
    if (paymentId === undefined || state === null) {
      log.warn({ eventId: report.eventId }, 'a report is about no payment of ours');
      return answer(204, null);
    }
    await stores.payments.apply(paymentId, report.outcome, 'report');
    if (WAITS_FOR_REPORTS.includes(state)) soon.tellPayment(paymentId, 'gatewayReported');
    return answer(204, null);
  });
}

/** A header given twice is none: which of the two was signed would be a guess. */
function singleHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : undefined,
    ]),
  );
}

import { setTimeout } from 'node:timers/promises';
import { receiveGatewayReport, receiveMailReport } from '../../contracts/webhooks';
import type { PaymentState } from '../../domain/payment';
import type { ChargeOutcome } from '../../domain/ports';
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

/**
 * A charging activity that has just heard the same writes it now. The report lets it go first, and
 * mostly finds nothing left to do; the gateway waits seconds for its answer.
 */
const ACTIVITY_FIRST_MS = 300;

const CHARGE_KEY = /^([0-9a-f-]{36}):charge$/;

/** For how long a mail that nobody knows may still be written down as sent: workers may be restarting. */
const MAIL_KNOWN_WITHIN_MS = 60 * 60 * 1000;

/**
 * Reports of the gateway: verified, kept, applied, told. Kept before it is applied, and applied
 * again when it comes again: a crash between the two loses nothing, because the gateway repeats what
 * was not answered and an outcome may be applied any number of times.
 */
export function webhookRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, gateway, soon, log } = dependencies;
  mailReportRoute(mounting, dependencies);

  mount(mounting, receiveGatewayReport, async ({ params, body, request }) => {
    if (params.gateway !== gateway.name) throw new Problem('NOT_FOUND');
    const report = gateway.readReport(singleHeaders(request.headers), body);
    if (report === null) throw new Problem('SIGNATURE_WRONG');

    const { isNew } = await stores.payments.recordReport(gateway.name, report);
    const paymentId = CHARGE_KEY.exec(report.chargeKey)?.[1];
    const met = paymentId === undefined ? null : await stateMet(paymentId, report.outcome);
    if (paymentId === undefined || met === null) {
      log.warn({ eventId: report.eventId }, 'a report is about no payment of ours');
      return answer(204, null);
    }
    // One that comes again may have been cut off between the books and the telling: it does both.
    if (isNew && met.isRepeat) return answer(204, null);
    await stores.payments.apply(paymentId, report.outcome, 'report');
    if (WAITS_FOR_REPORTS.includes(met.state)) soon.tellPayment(paymentId, 'gatewayReported');
    return answer(204, null);
  });

  async function stateMet(paymentId: string, outcome: ChargeOutcome) {
    const met = await stores.payments.stateFor(paymentId, outcome);
    if (met?.state !== 'submitting') return met;
    await setTimeout(ACTIVITY_FIRST_MS);
    return stores.payments.stateFor(paymentId, outcome);
  }
}

/**
 * Reports of the mail service. One that overtakes the writing down of its mail is asked to come again;
 * one about a mail of somebody else's is taken, or it would come for days.
 */
function mailReportRoute(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, mailReports, realNow, log } = dependencies;

  mount(mounting, receiveMailReport, async ({ body, request }) => {
    if (mailReports === null) throw new Problem('NOT_FOUND');
    const report = mailReports.read(singleHeaders(request.headers), body);
    if (report === null) throw new Problem('SIGNATURE_WRONG');
    if (report === 'other') return answer(204, null);

    const { isKnown } = await stores.mailReports.record(report);
    if (isKnown) return answer(204, null);
    if (realNow().getTime() - Date.parse(report.at) < MAIL_KNOWN_WITHIN_MS) {
      throw new Problem('UNAVAILABLE', { retryAfterSeconds: 5 }, { 'Retry-After': '5' });
    }
    log.warn({ providerId: report.providerId }, 'a report is about no mail of ours');
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

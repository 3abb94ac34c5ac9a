/** What the mail service says of mails after it took them. */
import type { MailReport } from '../../domain/ports';

export interface MailReportStore {
  /** Any number of times. Not known: a mail of somebody else's, or one that is just being handed over. */
  record(report: MailReport): Promise<Readonly<{ isKnown: boolean }>>;
}

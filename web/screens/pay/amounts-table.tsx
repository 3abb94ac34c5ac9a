import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { Refusal } from '../../../contracts/payment-preview';
import { LimitSentence } from '../../pieces/limit-sentence';
import { MoneyField } from '../../pieces/money-field';
import type { MoneyReading } from '../../pieces/money-reading';
import { useWords } from '../../words/business';
import { limitOf, type PayCase, type PayDraft } from './draft';
import styles from './pay.module.css';
import { refusalWords } from './refusal-words';

type AmountsTableProps = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  refusals: readonly Refusal[];
  onRead: (invoiceId: string, reading: MoneyReading) => void;
}>;

/** One line per invoice with its amount; under it why the amount is refused and what would do. */
export function AmountsTable({ payCase, draft, refusals, onRead }: AmountsTableProps) {
  const { currency, invoices } = payCase;
  return (
    <table className={styles['amounts']}>
      <caption className="hr-unseen">Amounts</caption>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">Due</th>
          <th scope="col" data-number>
            Balance, {currency}
          </th>
          <th scope="col" data-number data-wide>
            Headroom
          </th>
          <th scope="col" data-number>
            Amount
          </th>
        </tr>
      </thead>
      {invoices.map((invoice, index) => (
        <Line
          key={invoice.id}
          isFirst={index === 0}
          invoice={invoice}
          payCase={payCase}
          draft={draft}
          refusal={refusals.find((each) => each.invoice?.id === invoice.id) ?? null}
          onRead={(reading) => onRead(invoice.id, reading)}
        />
      ))}
    </table>
  );
}

type LineProps = Readonly<{
  isFirst: boolean;
  invoice: InvoiceRow;
  payCase: PayCase;
  draft: PayDraft;
  refusal: Refusal | null;
  onRead: (reading: MoneyReading) => void;
}>;

function Line({ isFirst, invoice, payCase, draft, refusal, onRead }: LineProps) {
  const words = useWords();
  const { id, number, dueOn, isPastDue, balance, headroom } = invoice;
  const { currency } = payCase;
  const unread = draft.unread[id];
  const sentence = unread ?? (refusal === null ? null : refusalWords(refusal, words));
  const limit = unread === undefined ? (refusal?.limit ?? null) : null;
  const sentenceId = `limit-${id}`;
  return (
    <tbody>
      <tr data-continues={sentence !== null || undefined}>
        <th scope="row" className="hr-id">
          {number}
        </th>
        <td>
          {dueOn === null ? (
            <span className="hr-dim">No due date</span>
          ) : (
            <>
              <span className="hr-number">{words.date(dueOn)}</span>{' '}
              <span className={styles['relative']} data-late={isPastDue || undefined}>
                {words.due(dueOn)}
              </span>
            </>
          )}
        </td>
        <td data-number>{words.amount(balance.amountMinor, currency)}</td>
        <td data-number data-wide>
          {words.amount(headroom.amountMinor, currency)}
        </td>
        <td data-number>
          <MoneyField
            invoiceNumber={number}
            currency={currency}
            valueMinor={draft.amounts[id] ?? null}
            maxMinor={limitOf(invoice, draft.isScheduled, payCase.changes)}
            onRead={onRead}
            isRefused={sentence !== null}
            isBegunWith={isFirst}
            {...(sentence !== null && { describedBy: sentenceId })}
          />
        </td>
      </tr>
      {sentence !== null && (
        <tr>
          <td colSpan={5}>
            <LimitSentence
              id={sentenceId}
              sentence={sentence}
              {...(limit !== null &&
                limit.amountMinor > 0 && {
                  offer: {
                    label: `Use ${words.amount(limit.amountMinor, limit.currency)}`,
                    onClick: () => onRead({ kind: 'amount', amountMinor: limit.amountMinor }),
                  },
                })}
            />
          </td>
        </tr>
      )}
    </tbody>
  );
}

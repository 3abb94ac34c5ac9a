import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconRepeat } from '@tabler/icons-react';
import { useState } from 'react';
import type { InvoiceAutopay, SlotDecision } from '../../../contracts/autopay-preview';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { Note } from '../../pieces/note';
import { SkeletonBar } from '../../pieces/skeleton';
import { outcomeWords, tookNothingWords, whyNotWords } from '../../words/autopay-rules';
import { useWords, type Words } from '../../words/business';
import { paymentStateWords } from '../../words/payment-states';
import { RuleLink } from '../organization/autopay/rule-link';
import { PaymentLink } from '../payment/payment-link';
import { ReopenDialog } from './reopen-dialog';
import { useAutopayHold } from './use-autopay-hold';
import styles from './autopay-section.module.css';

type AutopaySectionProps = Readonly<{ invoice: InvoiceDetails }>;

/** Which rule pays an invoice, and for each other rule why not. */
export function AutopaySection({ invoice }: AutopaySectionProps) {
  const api = useApi();
  const canBill = useCanBill();
  const { data, error, refetch } = useQuery(
    operationQuery(api, 'readInvoiceAutopay', { params: { id: invoice.id } }, [
      { topic: 'invoice', id: invoice.id },
      { topic: 'organization', id: invoice.organization.id },
      'autopayRule',
      'method',
      'clock',
    ]),
  );
  return (
    <section>
      <div className={styles['head']}>
        <h3 className="hr-section">Autopay</h3>
        {canBill && <ExcludeAct invoice={invoice} />}
      </div>
      {data ? (
        <Told autopay={data} invoice={invoice} />
      ) : error ? (
        <p className={styles['said']} role="alert">
          Why a rule pays it or not could not be read. {readingTrouble(error).sentence}{' '}
          <button className={styles['again']} type="button" onClick={() => void refetch()}>
            Try now
          </button>
        </p>
      ) : (
        <div className={styles['loading']} role="status" aria-label="Its rules are being read">
          <SkeletonBar width={320} />
        </div>
      )}
    </section>
  );
}

type ToldProps = Readonly<{ autopay: InvoiceAutopay; invoice: InvoiceDetails }>;

function Told({ autopay, invoice }: ToldProps) {
  const words = useWords();
  const { winner, alsoMatched, notMatched, decided } = autopay;
  const clientId = invoice.organization.id;
  if (winner === null && notMatched.length === 0 && decided === null) {
    return (
      <p className={styles['said']}>
        The client has no rule.{' '}
        <Link className="hr-link" to="/organizations/$id/autopay" params={{ id: clientId }}>
          Its autopay
        </Link>
      </p>
    );
  }
  return (
    <>
      {decided !== null ? (
        <Decided invoice={invoice} decided={decided} opening={autopay.opening} />
      ) : (
        <Note
          tone="accent"
          icon={IconRepeat}
          headline={<Headline autopay={autopay} clientId={clientId} />}
        >
          {autopay.amount === null && outcomeWords(autopay.outcome)}
        </Note>
      )}
      <dl className={styles['others']}>
        {decided !== null && winner !== null && (
          <div>
            <dt>
              <RuleLink rule={winner} clientId={clientId} isPlain />
            </dt>
            <dd>Would win it, were it open to autopay</dd>
          </div>
        )}
        {alsoMatched.map((rule) => (
          <div key={rule.id}>
            <dt>
              <RuleLink rule={rule} clientId={clientId} isPlain />
            </dt>
            <dd>Matches too, and {winner?.name ?? 'another rule'} comes first</dd>
          </div>
        ))}
        {notMatched.map((against) => (
          <div key={against.rule.id}>
            <dt>
              <RuleLink rule={against.rule} clientId={clientId} isPlain />
            </dt>
            <dd>{whyNotWords(against, invoice.currency, words)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type HeadlineProps = Readonly<{ autopay: InvoiceAutopay; clientId: string }>;

/** `Monthly services takes 1,000.00 USD on Tue, Dec 1`. */
function Headline({ autopay: { winner, amount, runOn }, clientId }: HeadlineProps) {
  const words = useWords();
  if (winner === null) return <>No rule takes it.</>;
  return (
    <>
      <RuleLink rule={winner} clientId={clientId} isPlain /> {takesWords(amount, runOn, words)}
    </>
  );
}

function takesWords(
  amount: InvoiceAutopay['amount'],
  runOn: InvoiceAutopay['runOn'],
  words: Words,
): string {
  if (amount === null) return 'wins it and takes nothing';
  const day = runOn === null ? '' : ` on ${words.shortDateWithWeekday(runOn)}`;
  return `takes ${words.money(amount.amountMinor, amount.currency)}${day}`;
}

type DecidedProps = Readonly<{ invoice: InvoiceDetails; decided: SlotDecision; opening: number }>;

/** A slot closes with its run, whatever came of it; only a person opens the next one. */
function Decided({ invoice, decided, opening }: DecidedProps) {
  const words = useWords();
  const canBill = useCanBill();
  const [isAsked, setIsAsked] = useState(false);
  const canReopen = canBill && !invoice.isVoid && invoice.balance.amountMinor > 0;
  const { rule, version, runOn, payment } = decided;
  const clientId = invoice.organization.id;
  return (
    <>
      <Note
        tone="accent"
        icon={IconRepeat}
        headline={
          <>
            <RuleLink rule={rule} clientId={clientId} version={version} isPlain /> ran on{' '}
            {words.shortDateWithWeekday(runOn)}
            {payment === null ? ' and took nothing' : ''}
          </>
        }
      >
        {payment === null ? tookNothingWords(decided.outcome) : <Took decided={decided} />}
      </Note>
      <p className={styles['after']}>
        {opening > 1 && `That was its ${ordinal(opening)} run. `}
        Autopay takes nothing more of it until somebody opens it again.
      </p>
      {canReopen && (
        <Button size="sm" onClick={() => setIsAsked(true)}>
          Open to autopay again
        </Button>
      )}
      {isAsked && <ReopenDialog invoice={invoice} onClose={() => setIsAsked(false)} />}
    </>
  );
}

/** `P-10431 of 1,000.00 USD: Declined. No money moved.` */
function Took({ decided: { payment, amount } }: Readonly<{ decided: SlotDecision }>) {
  const words = useWords();
  if (payment === null) return null;
  const state = paymentStateWords({ state: payment.state, isDraft: false, isPosted: false });
  return (
    <>
      <PaymentLink id={payment.id} number={payment.number} />
      {amount !== null && ` of ${words.money(amount.amountMinor, amount.currency)}`}: {state.words}.{' '}
      {state.sentence}
    </>
  );
}

function ordinal(count: number): string {
  return ['first', 'second', 'third', 'fourth', 'fifth'][count - 1] ?? `${count}th`;
}

/** Excluding is for good, holding, among the acts of the invoice, for a while; neither stops a person. */
function ExcludeAct({ invoice }: AutopaySectionProps) {
  const { id, number, version, isAutopayExcluded } = invoice;
  const change = useAutopayHold();
  return (
    <div className={styles['acts']}>
      <Button
        size="sm"
        variant="quiet"
        loading={change.isPending && change.sent?.id === id}
        onClick={() =>
          change.send({ id, number, body: { version, autopayExcluded: !isAutopayExcluded } })
        }
      >
        {isAutopayExcluded ? 'Let rules take it again' : 'Exclude from autopay'}
      </Button>
    </div>
  );
}

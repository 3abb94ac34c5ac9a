import { TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useState } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { ActDialog } from '../../pieces/act-dialog';
import type { MoneyReading } from '../../pieces/money-reading';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { ExternalAmount } from './external-amount';
import { ExternalChanges } from './external-changes';
import styles from './external-payment.module.css';
import { useExternalPayment } from './use-external-payment';

type ExternalPaymentDialogProps = Readonly<{ invoice: InvoiceDetails; onClose: () => void }>;

/** A check or a transfer that reached the business by itself: recorded, and what was planned gives way. */
export function ExternalPaymentDialog({ invoice, onClose }: ExternalPaymentDialogProps) {
  const words = useWords();
  const { id: invoiceId, number, currency, balance, source } = invoice;
  const [amount, setAmount] = useState<MoneyReading>({
    kind: 'amount',
    amountMinor: Math.max(0, balance.amountMinor),
  });
  const [receivedOn, setReceivedOn] = useState(words.today);
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const amountMinor = amount.kind === 'amount' ? amount.amountMinor : null;
  const from = { kind: 'receivedElsewhere', receivedOn, reference, reason } as const;
  const request = amountMinor === null ? null : { invoiceId, amountMinor, from };
  const { previewed, canRecord, isRecording, trouble, record } = useExternalPayment(
    request,
    onClose,
  );
  const mayBeIn = source.readAt !== null && receivedOn <= words.civilDate(source.readAt);
  return (
    <ActDialog
      title="Record a payment received elsewhere"
      subtitle={number}
      width={760}
      onClose={onClose}
      back="Cancel"
      sentence="Nothing is charged by it"
      act={amountMinor === null ? 'Record' : `Record ${words.money(amountMinor, currency)}`}
      canAct={canRecord && reason.trim() !== ''}
      isActing={isRecording}
      onAct={record}
      trouble={trouble === null ? null : { headline: 'It was not recorded', sentence: trouble }}
    >
      <div className={styles['fields']}>
        <ExternalAmount
          invoice={invoice}
          valueMinor={amountMinor}
          maxMinor={balance.amountMinor}
          typed={amount}
          onRead={setAmount}
        />
        <DatePickerInput
          label="Received on"
          value={receivedOn}
          maxDate={words.today}
          valueFormatter={({ date }) =>
            typeof date === 'string' ? words.dateWithWeekday(date.slice(0, 10)) : ''
          }
          onChange={(day) => day !== null && setReceivedOn(day.slice(0, 10))}
        />
        <TextInput
          label="Reference"
          placeholder="Check 1042"
          maxLength={100}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label="Reason"
        placeholder="Check in the mail of Tuesday"
        maxLength={300}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {mayBeIn && source.readAt !== null && (
        <Note tone="warn" headline="The balance may hold it already">
          {source.name} was read as of {words.fullDateAndTime(source.readAt)}, on that day or after
          it. Record it only when that balance leaves it out.
        </Note>
      )}
      <ExternalChanges previewed={previewed} />
    </ActDialog>
  );
}

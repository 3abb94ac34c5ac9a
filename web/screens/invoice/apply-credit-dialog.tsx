import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Unapplied } from '../../../contracts/external-payments';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { ChoiceRadios } from '../../pieces/choice-radios';
import { ActDialog } from '../../pieces/act-dialog';
import type { MoneyReading } from '../../pieces/money-reading';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { useWords } from '../../words/business';
import { ExternalAmount } from './external-amount';
import { ExternalChanges } from './external-changes';
import { useExternalPayment } from './use-external-payment';

type ApplyCreditDialogProps = Readonly<{ invoice: InvoiceDetails; onClose: () => void }>;

/** Money that a credit note left to the client, applied to this invoice. */
export function ApplyCreditDialog({ invoice, onClose }: ApplyCreditDialogProps) {
  const words = useWords();
  const { id: invoiceId, number, currency, balance, organization } = invoice;
  const list = useUnapplied(organization.id);
  const notes = list.data?.items.filter(({ remaining }) => remaining.currency === currency) ?? [];
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen =
    notes.find(({ id }) => id === chosenId) ?? (notes.length === 1 ? notes[0] : undefined);
  const [typed, setTyped] = useState<MoneyReading | null>(null);
  const mostMinor = Math.max(0, Math.min(chosen?.remaining.amountMinor ?? 0, balance.amountMinor));
  const amountMinor =
    typed === null ? mostMinor : typed.kind === 'amount' ? typed.amountMinor : null;
  const request =
    chosen === undefined || amountMinor === null
      ? null
      : {
          invoiceId,
          amountMinor,
          from: { kind: 'creditApplied', unappliedId: chosen.id } as const,
        };
  const { previewed, canRecord, isRecording, trouble, record } = useExternalPayment(
    request,
    onClose,
  );
  return (
    <ActDialog
      title="Apply unapplied money"
      subtitle={`${organization.name} · ${number}`}
      width={760}
      onClose={onClose}
      back="Cancel"
      sentence="Nothing is charged by it"
      act={
        amountMinor === null || request === null
          ? 'Apply'
          : `Apply ${words.money(amountMinor, currency)}`
      }
      canAct={canRecord}
      isActing={isRecording}
      onAct={record}
      trouble={trouble === null ? null : { headline: 'It was not applied', sentence: trouble }}
    >
      {list.error ? (
        <ErrorState
          title="The credit notes could not be read"
          onRetry={() => void list.refetch()}
          {...readingTrouble(list.error)}
        />
      ) : list.data ? (
        <ChoiceRadios
          label="Which money?"
          chosen={chosen?.id ?? null}
          onChoose={(id) => {
            setChosenId(id);
            setTyped(null);
          }}
          choices={notes.map((note) => ({
            value: note.id,
            label: noteName(note),
            consequence: `${words.money(note.remaining.amountMinor, note.remaining.currency)} left of ${words.money(note.amount.amountMinor, note.amount.currency)}${note.issuedOn === null ? '' : `, issued ${words.date(note.issuedOn)}`}`,
          }))}
        />
      ) : (
        <SkeletonBar width={320} />
      )}
      {chosen && (
        <ExternalAmount
          invoice={invoice}
          valueMinor={amountMinor}
          maxMinor={mostMinor}
          typed={typed}
          onRead={setTyped}
        />
      )}
      <ExternalChanges previewed={previewed} />
    </ActDialog>
  );
}

function useUnapplied(organizationId: string) {
  const api = useApi();
  return useQuery(
    operationQuery(api, 'listUnapplied', { query: { organizationId } }, [
      'organization',
      'invoice',
    ]),
  );
}

const noteName = ({ documentNumber }: Unapplied): string =>
  documentNumber === null ? 'Credit note' : `Credit note ${documentNumber}`;

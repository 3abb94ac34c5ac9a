import type { RulePreview } from '../../../../contracts/autopay-preview';
import type { BacklogChoice } from '../../../../contracts/autopay-rule';
import { ChoiceRadios } from '../../../pieces/choice-radios';
import { useWords } from '../../../words/business';
import { plural } from '../../../words/plural';
import { RunsTable } from './runs-table';
import styles from './rules.module.css';

type TakingsProps = Readonly<{
  takes: RulePreview['takes'];
  /** What makes it take them, at the start of a sentence: *Saving it*, *Turning it on*. */
  act: string;
  isTaken: boolean;
  /** With the invoices as they are listed, or null to leave them. */
  onAgree: (invoiceIds: readonly string[] | null) => void;
}>;

/** Existing invoices that a change would take, and whether the late ones are taken: left by default. */
export function Takings({ takes: { backlog, coming }, act, isTaken, onAgree }: TakingsProps) {
  const words = useWords();
  const total = words.money(backlog.total.amountMinor, backlog.total.currency);
  const { length } = backlog.invoiceIds;
  const invoices = plural(length, 'invoice');
  return (
    <>
      {coming.invoices > 0 && (
        <p className={styles['truth']}>
          {act} also takes <b>{plural(coming.invoices, 'open invoice')}</b> when{' '}
          {coming.invoices === 1 ? 'its' : 'their'} day comes:{' '}
          <b>{words.money(coming.total.amountMinor, coming.total.currency)}</b>.
        </p>
      )}
      {length > 0 && (
        <div className={styles['backlog']}>
          <ChoiceRadios
            label={`The date of ${plural(backlog.invoices, 'open invoice')} has passed: ${total}`}
            choices={[
              {
                value: 'leave',
                label: length === 1 ? 'Leave it' : 'Leave them',
                consequence: 'A person pays them, now or later.',
              },
              {
                value: 'take',
                label: `Take ${length === backlog.invoices ? '' : 'the first '}${invoices}`,
                consequence: 'Each is charged at the next run, and no others that are late.',
              },
            ]}
            chosen={isTaken ? 'take' : 'leave'}
            onChoose={(choice) => onAgree(choice === 'take' ? backlog.invoiceIds : null)}
          />
          <RunsTable label="Invoices whose date has passed" items={backlog.items} />
        </div>
      )}
    </>
  );
}

/** A choice holds for the list that was looked at; when that changes, it is asked again. */
export function isAgreed(
  agreedIds: readonly string[] | null,
  takes: RulePreview['takes'] | undefined,
): boolean {
  return (
    agreedIds !== null &&
    agreedIds.length > 0 &&
    agreedIds.join() === takes?.backlog.invoiceIds.join()
  );
}

export function backlogOf(agreedIds: readonly string[] | null, isTaken: boolean): BacklogChoice {
  return isTaken && agreedIds !== null
    ? { kind: 'take', invoiceIds: [...agreedIds] }
    : { kind: 'leave' };
}

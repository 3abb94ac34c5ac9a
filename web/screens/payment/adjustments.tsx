import { Table } from '@mantine/core';
import { IconBuildingBank, IconCalendarEvent, IconRepeat } from '@tabler/icons-react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useWords } from '../../words/business';
import { PaymentLink } from './payment-link';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { useIsNarrow } from '../../pieces/narrow';
import styles from './payment.module.css';

type Adjustment = PaymentDetails['caused'][number];

type AdjustmentsProps = Readonly<{
  title: string;
  adjustments: readonly Adjustment[];
  /** When what is held becomes final; null when that is past or does not apply. */
  finalAt: string | null;
}>;

/** That it is held is said once, over the table. */
const STATES: Readonly<Record<Adjustment['state'], string>> = {
  held: '',
  applied: '',
  released: 'put back',
};

/** Planned amounts lowered: by this payment, or this payment by others. */
export function Adjustments({ title, adjustments, finalAt }: AdjustmentsProps) {
  const words = useWords();
  const isNarrow = useIsNarrow();
  const isHeld = adjustments.some(({ state }) => state === 'held');
  const note = !isHeld
    ? null
    : finalAt === null
      ? 'held until it settles'
      : `held until ${words.dateWithWeekday(words.civilDate(finalAt))}`;
  return (
    <section>
      <div className={styles['head']}>
        <h2 className="hr-section">{title}</h2>
        {note !== null && <span className={styles['headNote']}>{note}</span>}
      </div>
      {adjustments.length === 0 ? (
        <p className={styles['note']}>Nothing.</p>
      ) : isNarrow ? (
        <ul className={styles['rows']}>
          {adjustments.map((each) => (
            <NarrowRow key={each.id} adjustment={each} />
          ))}
        </ul>
      ) : (
        <Table className={styles['table'] ?? ''} layout="fixed">
          <colgroup>
            {[100, 158, 88, 76, 28].map((width) => (
              <col key={width} width={width} />
            ))}
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Runs</th>
              <th scope="col">Planned</th>
              <th scope="col">Invoice</th>
              <th scope="col" data-number>
                Before
              </th>
              <th aria-hidden />
              <th scope="col" data-number>
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {adjustments.map((each) => (
              <Row key={each.id} adjustment={each} />
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

function Row({ adjustment }: Readonly<{ adjustment: Adjustment }>) {
  const words = useWords();
  const { other, at, invoice, before, after, state } = adjustment;
  const Icon =
    other === null ? IconBuildingBank : other.kind === 'autopay' ? IconRepeat : IconCalendarEvent;
  const amount = (of: Adjustment['before']) => words.amount(of.amountMinor, of.currency);
  return (
    <tr>
      <td className="hr-number">{words.date(other?.runOn ?? words.civilDate(at))}</td>
      <td>
        <span className={styles['planned']}>
          <Icon size={16} stroke={1.75} aria-hidden />
          {other === null ? 'The books' : <PaymentLink {...other.payment} />}
          {STATES[state] !== '' && <span className={styles['headNote']}>{STATES[state]}</span>}
        </span>
      </td>
      <td className={styles['dim']}>{invoice.number}</td>
      <td data-number className={styles['dim']}>
        {amount(before)}
      </td>
      <td className={styles['dim']}>
        <span aria-hidden>→</span>
      </td>
      <td data-number className={styles['after']}>
        {amount(after)}
      </td>
    </tr>
  );
}

function NarrowRow({ adjustment }: Readonly<{ adjustment: Adjustment }>) {
  const words = useWords();
  const { other, at, invoice, before, after, state } = adjustment;
  const amount = (of: Adjustment['before']) => words.amount(of.amountMinor, of.currency);
  const day = words.date(other?.runOn ?? words.civilDate(at));
  return (
    <li className={styles['row']}>
      <NarrowRowLines
        name={other === null ? 'The books' : <PaymentLink {...other.payment} />}
        figure={`${amount(before)} → ${amount(after)}`}
        second={`${day} · ${invoice.number}`}
        secondFigure={STATES[state]}
      />
    </li>
  );
}

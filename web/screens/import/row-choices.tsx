import { useState } from 'react';
import type { ImportRow } from '../../../contracts/import-row';
import type { Decision } from '../../../contracts/imports';
import { type Choice, ChoiceRadios } from '../../pieces/choice-radios';
import { ClientSearch } from '../client-search';
import styles from './decide-dialog.module.css';
import type { PartProps } from './inside-ticks';

type ConflictAnswer = Extract<Decision, { kind: 'conflict' }>['choice'];

/** The chosen decision of a kind, or undefined. */
function decisionIn<Kind extends Decision['kind']>(chosen: readonly Decision[], kind: Kind) {
  return chosen.find((each): each is Extract<Decision, { kind: Kind }> => each.kind === kind);
}

/** A balance that rises is applied only when a person says what it is. */
export function RiseChoice({ row: { position }, chosen, onChoose }: PartProps) {
  const decision = decisionIn(chosen, 'rise');
  return (
    <ChoiceRadios
      label="Why is more unpaid than before?"
      chosen={decision === undefined ? null : (decision.cause ?? 'leaveOut')}
      onChoose={(value) =>
        onChoose({ kind: 'rise', position, cause: value === 'leaveOut' ? null : value })
      }
      choices={[
        {
          value: 'other',
          label: 'The client owes more',
          consequence: 'A correction or a reversal in your books. The new balance is taken.',
        },
        {
          value: 'returned',
          label: 'A payment came back',
          consequence: 'The new balance is taken. The payment counts as returned in your books.',
        },
        {
          value: 'disputed',
          label: 'A payment is disputed',
          consequence:
            'The new balance is taken, and the difference cannot be paid until the dispute ends.',
        },
        {
          value: 'leaveOut',
          label: 'Leave this row out',
          consequence: 'What is known stays as it is.',
        },
      ]}
    />
  );
}

/** Both values side by side, then which one holds. Only what the row takes is offered. */
export function ConflictChoice({ row, chosen, onChoose }: PartProps) {
  const { position, differences, choices } = row;
  return (
    <>
      {differences.length > 0 && (
        <table className={styles['differences']}>
          <caption className="hr-unseen">What differs</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Known</th>
              <th scope="col">Comes in</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ field, known, incoming }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{known ?? '–'}</td>
                <td>{incoming ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ChoiceRadios
        label="Which one holds?"
        chosen={decisionIn(chosen, 'conflict')?.choice ?? null}
        onChoose={(choice) => onChoose({ kind: 'conflict', position, choice })}
        choices={answersTo(row).filter(({ value }) => choices.includes(value))}
      />
    </>
  );
}

function answersTo({ code, before, differences }: ImportRow): readonly Choice<ConflictAnswer>[] {
  // A row that contradicts only itself has nothing known beside it.
  const isKnown = before !== null || differences.length > 0;
  return [
    {
      value: 'keep',
      label: isKnown ? 'What is known' : 'Neither: leave it out',
      consequence: 'This row is left out. Nothing changes.',
    },
    code === 'followsKnown' || code === 'sameNumberOtherKind'
      ? {
          value: 'take',
          label: 'Both hold',
          consequence:
            code === 'followsKnown'
              ? 'It stands beside the known invoice, which can be paid again.'
              : 'The credit note stands beside the invoice, as money of the client.',
        }
      : {
          value: 'take',
          label: 'What comes in',
          consequence: isKnown
            ? 'The invoice is changed to it. Planned payments that no longer fit are lowered.'
            : 'It is taken as it is written.',
        },
    {
      value: 'replaces',
      label: 'It replaces the known invoice',
      consequence:
        'The known one becomes void and nothing of it is charged. What was planned on it does not move over.',
    },
  ];
}

/** An open invoice that a complete list does not name: never taken for paid by itself. */
export function MissingChoice({ row: { position }, chosen, onChoose }: PartProps) {
  return (
    <ChoiceRadios
      label="A complete list does not name it. What is true?"
      chosen={decisionIn(chosen, 'missing')?.choice ?? null}
      onChoose={(choice) => onChoose({ kind: 'missing', position, choice })}
      choices={[
        {
          value: 'paidElsewhere',
          label: 'It was paid elsewhere',
          consequence: 'Nothing is unpaid on it any more. Planned payments on it end.',
        },
        {
          value: 'void',
          label: 'It is void',
          consequence: 'It is closed as void. Planned payments on it end.',
        },
        {
          value: 'stillOpen',
          label: 'It is still open',
          consequence: 'It stays as it is, and its planned payments run again.',
        },
      ]}
    />
  );
}

const NEW = 'new';
const ANOTHER = 'another';

/** Who the buyer is: a name that is near, another client, or a new one. */
export function ClientChoice({
  row,
  chosen,
  onChoose,
  onDrop,
}: PartProps & Readonly<{ onDrop: () => void }>) {
  const { position, candidates, client } = row;
  const [isAnother, setIsAnother] = useState(false);
  const decision = decisionIn(chosen, 'client');
  const take = (organizationId: string | null) =>
    onChoose({ kind: 'client', position, organizationId });
  return (
    <>
      <ChoiceRadios
        label={`Who is “${client ?? 'this buyer'}”?`}
        chosen={
          isAnother ? ANOTHER : decision === undefined ? null : (decision.organizationId ?? NEW)
        }
        onChoose={(value) => {
          setIsAnother(value === ANOTHER);
          // Until one is found nobody is chosen.
          if (value === ANOTHER) onDrop();
          else take(value === NEW ? null : value);
        }}
        choices={[
          ...candidates.map(({ id, name }) => ({
            value: id,
            label: name,
            consequence: 'The spelling is remembered as another name of this client.',
          })),
          {
            value: ANOTHER,
            label: 'Another client',
            consequence: 'Search for it. The spelling is remembered as another name.',
          },
          {
            value: NEW,
            label: 'A new client',
            consequence: 'A client of this name is added, without contacts and methods.',
          },
        ]}
      />
      {isAnother && <ClientSearch onFound={take} />}
    </>
  );
}

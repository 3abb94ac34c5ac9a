import { Button, TextInput } from '@mantine/core';
import { IconMail, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { EmailAddress } from '../../../contracts/fields';
import type { PossiblePreview, Recipient } from '../../../contracts/payment-preview';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import styles from './pay.module.css';

type Typing = Readonly<{
  typed: readonly string[];
  onTyped: (addresses: readonly string[]) => void;
  onAddContact: () => void;
}>;

type ReceiptsSectionProps = Readonly<{
  audience: PossiblePreview['audience'];
  /** Absent where nobody types addresses: who gets it is the profiles' to say. */
  typing?: Typing;
}>;

/** More addresses than this are a mailing list, and the API refuses them. */
const TYPED_MAX = 20;

/** Who gets the receipt and why; on demand who does not. */
export function ReceiptsSection({ audience, typing }: ReceiptsSectionProps) {
  const words = useWords();
  const [isWhyShown, setWhyShown] = useState(false);
  const { recipients, excluded } = audience;
  return (
    <section className={styles['section']}>
      <div className={styles['head']}>
        <h2 className="hr-section">Receipt goes to</h2>
        {excluded.length > 0 && (
          <button
            type="button"
            className={styles['link']}
            aria-expanded={isWhyShown}
            onClick={() => setWhyShown(!isWhyShown)}
          >
            {excluded.length} {excluded.length === 1 ? 'does' : 'do'} not get it: why
          </button>
        )}
      </div>
      {recipients.length === 0 && (
        <Note tone="warn" headline="Nobody gets the receipt.">
          No contact of this client receives receipts of this amount.{' '}
          {typing ? 'Type an address, or add a contact.' : 'Add a contact to the client.'}
        </Note>
      )}
      <ul className={styles['people']} aria-label="Receipt goes to">
        {recipients.map((recipient) => (
          <Person key={recipient.address} recipient={recipient} words={words}>
            {typing && recipient.reason === 'typedForThisPayment' && (
              <>
                {' · '}
                <button
                  type="button"
                  className={styles['link']}
                  aria-label={`Remove ${recipient.address}`}
                  onClick={() =>
                    typing.onTyped(
                      typing.typed.filter(
                        (each) => each.toLowerCase() !== recipient.address.toLowerCase(),
                      ),
                    )
                  }
                >
                  Remove
                </button>
              </>
            )}
          </Person>
        ))}
      </ul>
      {isWhyShown && (
        <ul className={styles['people']} aria-label="Do not get the receipt" data-dim>
          {excluded.map((recipient) => (
            <Person key={recipient.address} recipient={recipient} words={words} />
          ))}
        </ul>
      )}
      {typing && (
        <div className={styles['more']}>
          <AddressField typed={typing.typed} onTyped={typing.onTyped} />
          <Button
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={typing.onAddContact}
          >
            Add a contact
          </Button>
        </div>
      )}
    </section>
  );
}

type AddressFieldProps = Pick<Typing, 'typed' | 'onTyped'>;

/** Taken with Enter or on leaving the field. */
function AddressField({ typed, onTyped }: AddressFieldProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const take = () => {
    const address = text.trim();
    if (address === '') return;
    if (!EmailAddress.safeParse(address).success) {
      setError(`“${address}” is not an address.`);
      return;
    }
    if (typed.length >= TYPED_MAX) {
      setError(`At most ${TYPED_MAX} more addresses.`);
      return;
    }
    const isThere = typed.some((each) => each.toLowerCase() === address.toLowerCase());
    if (!isThere) onTyped([...typed, address]);
    setText('');
    setError(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || text.trim() === '') return;
    // Enter takes the address and does not go on.
    event.preventDefault();
    take();
  };
  return (
    <TextInput
      className={styles['address'] ?? ''}
      aria-label="Add another address"
      placeholder="Add another address"
      leftSection={<IconMail size={16} stroke={1.75} aria-hidden />}
      type="email"
      autoComplete="off"
      value={text}
      error={error}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setError(null);
      }}
      onKeyDown={onKeyDown}
      onBlur={take}
    />
  );
}

type PersonProps = Readonly<{ recipient: Recipient; words: Words; children?: ReactNode }>;

function Person({ recipient, words, children }: PersonProps) {
  const { name, address } = recipient;
  return (
    <li>
      <span className={styles['person']}>{name ?? address}</span>
      <span className="hr-dim">{name === null ? '' : address}</span>
      <span className={styles['reason']}>
        {reasonWords(recipient, words)}
        {children}
      </span>
    </li>
  );
}

function reasonWords({ reason, profile, minimum }: Recipient, words: Words): string {
  const from = minimum === null ? '' : words.amount(minimum.amountMinor, minimum.currency);
  const who = profile === null ? '' : `${profile}: `;
  switch (reason) {
    case 'profileReceives':
      return `${who}receives receipts`;
    case 'amountReachesMinimum':
      return `${who}receives receipts from ${from} on`;
    case 'typedForThisPayment':
      return 'Typed for this payment';
    case 'profileDoesNotReceive':
      return `${who}does not receive receipts`;
    case 'amountBelowMinimum':
      return `${who}receives receipts from ${from} on`;
    case 'addressBounced':
      return 'Mails to this address come back';
  }
}

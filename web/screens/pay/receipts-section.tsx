import { Button, TextInput } from '@mantine/core';
import { IconMail, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { PossiblePreview, Recipient } from '../../../contracts/payment-preview';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import styles from './pay.module.css';
import { addressFlaw, isSameAddress, type TypedAddress, withAddressAdded } from './typed-address';

type Typing = Readonly<{
  draft: TypedAddress;
  onDraft: (change: Partial<TypedAddress>) => void;
  onAddContact: () => void;
}>;

type ReceiptsSectionProps = Readonly<{
  audience: PossiblePreview['audience'];
  /** Absent where nobody types addresses: who gets it is the profiles' to say. */
  typing?: Typing;
}>;

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
                    typing.onDraft({
                      extraRecipients: typing.draft.extraRecipients.filter(
                        (each) => !isSameAddress(each, recipient.address),
                      ),
                    })
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
          <AddressField draft={typing.draft} onDraft={typing.onDraft} />
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

type AddressFieldProps = Pick<Typing, 'draft' | 'onDraft'>;

/** Taken with Enter or on leaving the field. */
function AddressField({ draft, onDraft }: AddressFieldProps) {
  const { addressText } = draft;
  // What was left as it is stands there when the person comes back, with what is wrong with it.
  const [isLeft, setLeft] = useState(addressText !== '');
  const take = () => {
    setLeft(true);
    if (addressText !== '') onDraft(withAddressAdded(draft));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || addressText.trim() === '') return;
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
      value={addressText}
      error={isLeft && addressFlaw(draft)}
      onChange={(event) => {
        onDraft({ addressText: event.currentTarget.value });
        setLeft(false);
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

import { Button, Menu, Popover, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { readMoney } from '../../pieces/money-reading';
import type { InvoicesView } from '../../view-state';
import { useWords } from '../../words/business';
import { FILTERS, type TypedFilter, USUAL_CURRENCY } from './filters';
import styles from './invoice-toolbar.module.css';

type FilterMenuProps = Readonly<{
  /** Of typed amounts; an amount without its currency would compare yen with dollars. */
  currency: string;
  isMixed: boolean;
  canShowPaid: boolean;
  onShow: (next: InvoicesView) => void;
}>;

/** Which filter, then its value: a number or a day. */
export function FilterMenu({ currency, isMixed, canShowPaid, onShow }: FilterMenuProps) {
  const [picked, setPicked] = useState<TypedFilter | null>(null);
  const take = (filter: TypedFilter, value: string | number) => {
    setPicked(null);
    // Kept beside the amount: where it matches nothing, nothing else says what it is an amount of.
    const isNamed = filter.kind === 'amount' && (isMixed || currency !== USUAL_CURRENCY);
    onShow({ [filter.key]: value, ...(isNamed && { currency }) });
  };
  return (
    <Popover
      opened={picked !== null}
      onChange={(isOpen) => {
        if (!isOpen) setPicked(null);
      }}
      position="bottom-start"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <span>
          <Menu position="bottom-start" width={220}>
            <Menu.Target>
              <Button
                variant="subtle"
                size="sm"
                leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
              >
                Filter
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {FILTERS.map((filter) => (
                <Menu.Item key={filter.key} onClick={() => setPicked(filter)}>
                  {filter.field} {filter.operator}
                </Menu.Item>
              ))}
              {canShowPaid && (
                <Menu.Item onClick={() => onShow({ status: 'any' })}>
                  Also show paid and void
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Filter">
        {picked && (
          <ValueForm
            key={picked.key}
            filter={picked}
            currency={currency}
            onTake={(value) => take(picked, value)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

type ValueFormProps = Readonly<{
  filter: TypedFilter;
  currency: string;
  onTake: (value: string | number) => void;
}>;

function ValueForm({ filter, currency, onTake }: ValueFormProps) {
  const words = useWords();
  const [text, setText] = useState('');
  const isAmount = filter.kind === 'amount';
  const reading = readMoney(text, {
    currency,
    maxMinor: Number.MAX_SAFE_INTEGER,
    locale: words.locale,
    format: words.amount,
  });
  const amountMinor = reading.kind === 'amount' ? reading.amountMinor : null;
  const value = isAmount ? amountMinor : text === '' ? null : text;
  return (
    <form
      className={styles['valueForm']}
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== null) onTake(value);
      }}
    >
      <TextInput
        label={`${filter.field} ${filter.operator}${isAmount ? `, ${currency}` : ''}`}
        type={isAmount ? 'text' : 'date'}
        {...(isAmount && { inputMode: 'decimal' })}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
        error={isAmount && reading.kind === 'refused' && reading.sentence}
      />
      <Button type="submit" size="sm" variant="filled" disabled={value === null}>
        Filter
      </Button>
    </form>
  );
}

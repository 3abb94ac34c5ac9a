/** @jest-environment jsdom */
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { MoneyField } from '../../web/pieces/money-field';
import type { MoneyReading } from '../../web/pieces/money-reading';
import { renderPiece, standInForLayout } from './rendering';

beforeAll(standInForLayout);

/** Keeps the value as a screen would, and every reading it was told. */
function setUp(initialMinor: number | null = null) {
  const readings: MoneyReading[] = [];
  function Line() {
    const [valueMinor, setValueMinor] = useState(initialMinor);
    const take = (reading: MoneyReading) => {
      readings.push(reading);
      setValueMinor(reading.kind === 'amount' ? reading.amountMinor : null);
    };
    return (
      <>
        <MoneyField
          invoiceNumber="INV-1042"
          currency="USD"
          valueMinor={valueMinor}
          maxMinor={830_00}
          onRead={take}
        />
        <button type="button" onClick={() => setValueMinor(830_00)}>
          Full
        </button>
      </>
    );
  }
  renderPiece(<Line />);
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Amount on INV-1042, USD' });
  return { field, readings, user: userEvent.setup() };
}

test('keeps what is typed until the field is left, then writes the amount out', async () => {
  const { field, readings, user } = setUp();
  await user.type(field, '1500');
  expect(field.value).toBe('1500');
  await user.tab();
  expect(field.value).toBe('1,500.00');
  expect(readings.at(-1)).toEqual({ kind: 'amount', amountMinor: 150_000 });
});

test('writes out half and max on leaving', async () => {
  const { field, user } = setUp();
  await user.type(field, 'half');
  await user.tab();
  expect(field.value).toBe('415.00');
  await user.clear(field);
  await user.type(field, 'max');
  await user.tab();
  expect(field.value).toBe('830.00');
});

test('takes a pasted amount as it is', async () => {
  const { field, readings, user } = setUp();
  await user.click(field);
  await user.paste('$1,500');
  expect(readings).toEqual([{ kind: 'amount', amountMinor: 150_000 }]);
});

test('leaves what cannot be read to be mended, and tells why', async () => {
  const { field, readings, user } = setUp(415_00);
  await user.clear(field);
  await user.type(field, '1.500');
  await user.tab();
  expect(field.value).toBe('1.500');
  expect(readings.at(-1)).toMatchObject({ kind: 'refused' });
});

test('shows an amount that is set from outside', async () => {
  const { field, user } = setUp(415_00);
  await user.click(screen.getByRole('button', { name: 'Full' }));
  expect(field.value).toBe('830.00');
});

test('shows an amount that is set from outside in place of one that could not be read', async () => {
  const { field, user } = setUp(415_00);
  await user.clear(field);
  await user.type(field, 'abc');
  await user.click(screen.getByRole('button', { name: 'Full' }));
  expect(field.value).toBe('830.00');
});

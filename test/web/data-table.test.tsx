/** @jest-environment jsdom */
/**
 * Goal: rows are chosen and walked as the design says, by pointer and by keyboard.
 * Method: a table of six rows, two of which cannot be chosen; the test acts as a person does.
 */
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { Sort } from '../../web/pieces/data-table/columns';
import { DataTable } from '../../web/pieces/data-table/data-table';
import { renderPiece, standInForLayout } from './rendering';

beforeAll(standInForLayout);

type Row = Readonly<{ id: string; canPay: boolean }>;
const ROWS: readonly Row[] = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => ({
  id,
  canPay: id !== 'C' && id !== 'F',
}));

function setUp() {
  const opened: string[] = [];
  const sorts: Sort[] = [];
  function Invoices() {
    const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
    const [sort, setSort] = useState<Sort>({ key: 'id', direction: 'ascending' });
    return (
      <>
        <input aria-label="Search" />
        <output>{[...chosen].toSorted().join('')}</output>
        <DataTable
          label="Open invoices"
          columns={[
            {
              key: 'id',
              head: 'Number',
              canSort: true,
              cell: ({ id }) => <a href={`#${id}`}>{id}</a>,
            },
            { key: 'pay', head: 'Balance', isNumber: true, cell: () => '1.00', sum: '6.00' },
          ]}
          body={{ kind: 'rows', rows: ROWS }}
          idOf={({ id }) => id}
          narrowRow={({ id }) => id}
          selection={{
            chosen,
            onChange: setChosen,
            canChoose: ({ canPay }) => canPay,
            nameOf: ({ id }) => id,
          }}
          sort={sort}
          onSort={(next) => {
            sorts.push(next);
            setSort(next);
          }}
          onOpen={(id) => opened.push(id)}
          sumLabel="6 open invoices"
        />
      </>
    );
  }
  renderPiece(<Invoices />);
  return {
    user: userEvent.setup(),
    opened,
    sorts,
    chosen: () => screen.getByRole('status').textContent,
    box: (id: string) => screen.getByRole('checkbox', { name: `Select ${id}` }),
  };
}

/** The row under the cursor takes the focus with the next frame. */
const rowHasFocus = () =>
  act(async () => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  });

test('chooses one row by its box, and a range by Shift-click without those that cannot be paid', async () => {
  const { user, chosen, box } = setUp();
  await user.click(box('A'));
  expect(chosen()).toBe('A');
  await user.keyboard('{Shift>}');
  await user.click(box('E'));
  await user.keyboard('{/Shift}');
  expect(chosen()).toBe('ABDE');
});

test('keeps the box of a row that cannot be chosen off', async () => {
  const { user, chosen, box } = setUp();
  expect(box('C').hasAttribute('disabled')).toBe(true);
  await user.keyboard('jjjx');
  expect(chosen()).toBe('');
});

test('chooses all that can be chosen by the head, and none again', async () => {
  const { user, chosen } = setUp();
  const all = screen.getByRole('checkbox', { name: 'Select all that can be chosen' });
  await user.click(all);
  expect(chosen()).toBe('ABDE');
  await user.click(all);
  expect(chosen()).toBe('');
});

test('walks with j and k, chooses with x and up to the row with Shift+x, opens with Enter', async () => {
  const { user, chosen, opened } = setUp();
  await user.keyboard('jx');
  expect(chosen()).toBe('A');
  await user.keyboard('jjj{Shift>}X{/Shift}');
  expect(chosen()).toBe('ABD');
  await user.keyboard('k');
  await rowHasFocus();
  await user.keyboard('{Enter}');
  expect(opened).toEqual(['C']);
});

test('leaves letters to the field they are typed in', async () => {
  const { user, chosen } = setUp();
  await user.click(screen.getByRole('textbox', { name: 'Search' }));
  await user.keyboard('jx');
  expect(chosen()).toBe('');
});

test('leaves Enter on a link to the link', async () => {
  const { user, opened } = setUp();
  await user.keyboard('j');
  await rowHasFocus();
  act(() => screen.getByRole('link', { name: 'A' }).focus());
  await user.keyboard('{Enter}');
  expect(opened).toEqual([]);
});

test('sorts by its head and says how it is sorted', async () => {
  const { user, sorts } = setUp();
  const head = () => screen.getByRole('columnheader', { name: /Number/ });
  expect(head().getAttribute('aria-sort')).toBe('ascending');
  await user.click(within(head()).getByRole('button'));
  expect(sorts).toEqual([{ key: 'id', direction: 'descending' }]);
  expect(head().getAttribute('aria-sort')).toBe('descending');
});

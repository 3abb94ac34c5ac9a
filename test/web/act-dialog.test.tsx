/** @jest-environment jsdom */
import { screen, waitFor } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { ActDialog } from '../../web/pieces/act-dialog';
import { renderPiece, standInForLayout } from './rendering';

beforeAll(standInForLayout);

const acted = jest.fn();
const closed = jest.fn();
beforeEach(() => jest.clearAllMocks());

function ask(now: Readonly<{ canAct?: boolean; isActing?: boolean; isBackFirst?: boolean }> = {}) {
  renderPiece(
    <ActDialog
      title="Put INV-1042 on hold"
      act="Put on hold"
      isActing={false}
      onAct={acted}
      onClose={closed}
      trouble={null}
      {...now}
    >
      <input aria-label="Why" />
    </ActDialog>,
  );
  return userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
}

test('Enter in a field does what the button does', async () => {
  const user = ask();
  await user.type(screen.getByLabelText('Why'), 'In dispute{Enter}');
  expect(acted).toHaveBeenCalledTimes(1);
  await user.click(screen.getByRole('button', { name: 'Put on hold' }));
  expect(acted).toHaveBeenCalledTimes(2);
  expect(closed).not.toHaveBeenCalled();
});

test.each([
  ['cannot be done yet', { canAct: false }],
  ['is under way', { isActing: true }],
])('while it %s, neither Enter nor a click does it', async (_, now) => {
  const user = ask(now);
  await user.type(screen.getByLabelText('Why'), '{Enter}');
  await user.click(screen.getByRole('button', { name: 'Put on hold' }));
  expect(acted).not.toHaveBeenCalled();
});

test('while it is under way it stays until the answer, which it tells', async () => {
  const user = ask({ isActing: true });
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(closed).not.toHaveBeenCalled();
});

test('where the focus begins on Back, Enter takes nothing away', async () => {
  const user = ask({ isBackFirst: true });
  const back = screen.getByRole('button', { name: 'Back' });
  await waitFor(() => expect(document.activeElement).toBe(back));
  await user.keyboard('{Enter}');
  expect(acted).not.toHaveBeenCalled();
  expect(closed).toHaveBeenCalledTimes(1);
});

test('says above the rest, at once, why it was not done', () => {
  renderPiece(
    <ActDialog
      title="Remove Priya Raman"
      act="Remove Priya Raman"
      isActing={false}
      onAct={acted}
      onClose={closed}
      trouble={{ headline: 'Priya Raman is still there.', sentence: 'Somebody changed it.' }}
    >
      <p>What was sent stays.</p>
    </ActDialog>,
  );
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toBe('Priya Raman is still there.Somebody changed it.');
  expect(alert.nextElementSibling?.textContent).toBe('What was sent stays.');
});

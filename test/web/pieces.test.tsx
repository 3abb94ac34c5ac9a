/** @jest-environment jsdom */
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { CoverageBar } from '../../web/pieces/coverage-bar';
import { Dialog } from '../../web/pieces/dialog';
import { StatusChips } from '../../web/pieces/status-chip';
import { Stepper } from '../../web/pieces/stepper';
import { renderPiece, standInForLayout } from './rendering';

beforeAll(standInForLayout);

const format = (minor: number) => (minor / 100).toFixed(2);

describe('the coverage bar', () => {
  const parts = { posted: 1600_00, inFlight: 0, scheduled: 1500_00, uncovered: 3300_00 };

  test('tells every amount in one name, in the order of certainty', () => {
    renderPiece(<CoverageBar parts={parts} format={format} />);
    const name = 'Posted 1600.00, In flight 0.00, Scheduled 1500.00, Uncovered 3300.00';
    expect(screen.getByRole('img', { name })).toBeTruthy();
  });

  test('leaves an empty part out of the bar and not out of the legend', () => {
    renderPiece(<CoverageBar parts={parts} format={format} />);
    expect(screen.queryByRole('img', { name: 'In flight 0.00' })).toBeNull();
    expect(screen.getByText('In flight')).toBeTruthy();
    expect(screen.queryByText('Disputed')).toBeNull();
  });

  test('draws parts in proportion and lets each be focused', () => {
    renderPiece(<CoverageBar parts={parts} format={format} />);
    const part = screen.getByRole('img', { name: 'Scheduled 1500.00' });
    expect(part.style.flexGrow).toBe('150000');
    expect(part.tabIndex).toBe(0);
  });
});

test('chips stand in their order, two at most with autopay always among them, and the rest can be learnt', () => {
  renderPiece(
    <StatusChips
      chips={[
        { key: '1', kind: 'autopay', words: 'Autopay Dec 1' },
        { key: '2', kind: 'scheduled', words: 'Scheduled Dec 4' },
        { key: '3', kind: 'pastDue', words: 'Past due' },
      ]}
    />,
  );
  const shown = ['Past due', 'Autopay Dec 1', '+1'].map((words) => screen.getByText(words));
  for (const [index, chip] of shown.entries()) {
    const next = shown[index + 1];
    if (next) expect(chip.compareDocumentPosition(next)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  }
  expect(screen.queryByText('Scheduled Dec 4')).toBeNull();
});

test('the stepper says where it is and what is done', () => {
  renderPiece(<Stepper steps={['Details', 'Summary', 'Confirm']} current={1} />);
  const steps = screen.getAllByRole('listitem');
  expect(steps.map((step) => step.getAttribute('aria-current'))).toEqual([null, 'step', null]);
  expect(steps[0]?.textContent).toBe('Details, done');
});

describe('the dialog', () => {
  function Page() {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Pay selected
        </button>
        <Dialog
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          title="Pay now"
          foot={{ acts: <button type="button">Review</button> }}
        >
          <input aria-label="Amount" />
        </Dialog>
      </>
    );
  }

  test('has a name, takes the focus, locks the page, and gives both back on Escape', async () => {
    const user = userEvent.setup();
    renderPiece(<Page />);
    const opener = screen.getByRole('button', { name: 'Pay selected' });
    await user.click(opener);
    const dialog = await screen.findByRole('dialog', { name: 'Pay now' });
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
    expect(document.documentElement.hasAttribute('data-scroll-locked')).toBe(true);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(opener));
    expect(document.documentElement.hasAttribute('data-scroll-locked')).toBe(false);
  });

  test('keeps the focus inside', async () => {
    const user = userEvent.setup();
    renderPiece(<Page />);
    await user.click(screen.getByRole('button', { name: 'Pay selected' }));
    const dialog = await screen.findByRole('dialog');
    for (let turn = 0; turn < 8; turn += 1) {
      await user.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
  });
});

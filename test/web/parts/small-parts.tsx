import { Button, Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import { CoverageBar } from '../../../web/pieces/coverage-bar';
import { FilterChips } from '../../../web/pieces/filter-chips';
import { LimitSentence } from '../../../web/pieces/limit-sentence';
import { MoneyField } from '../../../web/pieces/money-field';
import { NewRowsButton } from '../../../web/pieces/new-rows-button';
import { QuickFilters } from '../../../web/pieces/quick-filters';
import { SelectionBar } from '../../../web/pieces/selection-bar';
import { StatusChip, StatusChips } from '../../../web/pieces/status-chip';
import { showToast } from '../../../web/pieces/toast';
import { useWords } from '../../../web/words/business';
import { Section } from './section';
import styles from './parts.module.css';

const nothing = () => undefined;

export function Chips() {
  return (
    <Section title="Status chips">
      <div className={styles['row']}>
        <StatusChip kind="pastDue">Past due</StatusChip>
        <StatusChip kind="pending">Payment pending</StatusChip>
        <StatusChip kind="scheduled">Scheduled Dec 4 · 500.00</StatusChip>
        <StatusChip kind="autopay" detail="Rule 2, up to 1,000.00">
          Autopay Dec 1
        </StatusChip>
        <StatusChip kind="hold">On hold</StatusChip>
        <StatusChips
          chips={[
            { key: 'b', kind: 'autopay', words: 'Autopay Dec 1' },
            { key: 'a', kind: 'pastDue', words: 'Past due' },
            { key: 'c', kind: 'scheduled', words: 'Scheduled Dec 4 · 300.00' },
            { key: 'd', kind: 'hold', words: 'On hold' },
          ]}
        />
      </div>
      <div className={styles['row']}>
        <StatusChip kind="done">Posted</StatusChip>
        <StatusChip kind="new">New</StatusChip>
        <StatusChip kind="declined">Declined</StatusChip>
        <StatusChip kind="conflict">Conflict</StatusChip>
        <StatusChip kind="waits">In review</StatusChip>
        <StatusChip kind="plain">Superseded</StatusChip>
        <StatusChip kind="autopay" size="compact">
          Autopay Dec 7
        </StatusChip>
      </div>
    </Section>
  );
}

export function Buttons() {
  return (
    <Section title="Buttons">
      <div className={styles['row']}>
        <Button variant="filled">Pay selected</Button>
        <Button>Schedule</Button>
        <Button variant="subtle">Export</Button>
        <Button variant="filled" disabled>
          Pay
        </Button>
      </div>
      <div className={styles['row']}>
        <Button variant="filled" size="sm">
          Save rule
        </Button>
        <Button size="sm">Choose a method</Button>
        <Button variant="subtle" size="sm">
          Clear
        </Button>
        <Button variant="quiet" size="sm">
          Back
        </Button>
        <Button variant="tint" size="xs">
          Use 1,250.00
        </Button>
      </div>
    </Section>
  );
}

export function Money() {
  const [amount, setAmount] = useState<number | null>(1_500_00);
  return (
    <Section title="Money field">
      <div className={styles['row']}>
        <MoneyField
          invoiceNumber="INV-1"
          currency="USD"
          valueMinor={amount}
          maxMinor={2_000_00}
          onRead={(reading) => setAmount(reading.kind === 'amount' ? reading.amountMinor : null)}
        />
        <MoneyField
          invoiceNumber="INV-2"
          currency="USD"
          valueMinor={2_000_00}
          maxMinor={1_250_00}
          isRefused
          describedBy="limit"
          onRead={nothing}
        />
        <MoneyField
          invoiceNumber="INV-3"
          currency="USD"
          valueMinor={0}
          maxMinor={0}
          isOff
          onRead={nothing}
        />
      </div>
      <LimitSentence
        id="limit"
        sentence="At most 1,250.00: 750.00 is scheduled for Dec 4, 2026 by Marcus Oyelaran"
        offer={{ label: 'Use 1,250.00', onClick: nothing }}
      />
    </Section>
  );
}

export function Coverage() {
  const words = useWords();
  const format = (minor: number) => words.amount(minor, 'USD');
  return (
    <Section title="Coverage bar">
      <CoverageBar
        format={format}
        parts={{
          posted: 1_600_00,
          inFlight: 1_200_00,
          scheduled: 1_500_00,
          disputed: 200_00,
          autopayForecast: 1_000_00,
          uncovered: 1_100_00,
        }}
      />
      <CoverageBar
        format={format}
        parts={{ posted: 0, inFlight: 0, scheduled: 750_00, uncovered: 1_250_00 }}
      />
    </Section>
  );
}

export function Choices() {
  const [filter, setFilter] = useState<'all' | 'pastDue'>('all');
  return (
    <Section title="Choices">
      <Group gap={16} mb={12}>
        <Checkbox label="Off" readOnly checked={false} />
        <Checkbox label="On" readOnly checked />
        <Checkbox label="Some" readOnly checked={false} indeterminate />
        <Checkbox label="Not possible" disabled />
      </Group>
      <div className={styles['row']}>
        <QuickFilters
          label="Views"
          chosen={filter}
          onChoose={setFilter}
          filters={[
            { key: 'all', label: 'All', count: '1,284' },
            { key: 'pastDue', label: 'Past due', count: '96' },
          ]}
        />
      </div>
      <FilterChips
        onRemove={nothing}
        filters={[
          { key: 'b', field: 'Balance', operator: 'is at least', value: '300.00' },
          { key: 't', field: 'Terms', operator: 'is any of', value: 'Net 30, Net 60' },
        ]}
      />
    </Section>
  );
}

export function Toasts() {
  return (
    <Section title="Toasts, and rows that wait">
      <div className={styles['row']}>
        <Button
          onClick={() =>
            showToast({
              tone: 'done',
              words: 'Scheduled 2,165.00 USD for Fri, Dec 4, 2026',
              link: (
                <a className="hr-link" href="#P-10424">
                  P-10424
                </a>
              ),
              act: { label: 'Undo', onClick: nothing },
            })
          }
        >
          Say what is done
        </Button>
        <Button
          onClick={() =>
            showToast({
              tone: 'bad',
              words: 'Not saved: no answer from Headroom. No money moved.',
              act: { label: 'Try again', onClick: nothing },
            })
          }
        >
          Say trouble
        </Button>
        <NewRowsButton words="3 new invoices, show them" onClick={nothing} />
      </div>
    </Section>
  );
}

export function SelectionBars() {
  return (
    <Section title="Selection bar">
      <SelectionBar
        count={3}
        sum="4,310.00"
        headroom="4,310.00 USD"
        primary={{ label: 'Pay selected', key: 'P', onClick: nothing }}
        others={[
          { label: 'Schedule', onClick: nothing },
          { label: 'Export', onClick: nothing },
        ]}
        links={[{ label: 'Select all 10 that can be paid', onClick: nothing }]}
        onClear={nothing}
      />
    </Section>
  );
}

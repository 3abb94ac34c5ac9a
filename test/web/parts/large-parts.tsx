import { Button } from '@mantine/core';
import {
  IconCalendarEvent,
  IconCheck,
  IconCreditCard,
  IconCreditCardOff,
  IconHourglass,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { TrimStrategy } from '../../../domain/trim';
import { BeforeAfterTable, type PlannedChange } from '../../../web/pieces/before-after-table';
import { BrandMark } from '../../../web/pieces/brand-mark';
import { CoverageBar } from '../../../web/pieces/coverage-bar';
import { Dialog } from '../../../web/pieces/dialog';
import { Drawer } from '../../../web/pieces/drawer';
import { HeaderFacts } from '../../../web/pieces/header-facts';
import { LiveList } from '../../../web/pieces/live-list';
import { MethodCards } from '../../../web/pieces/method-cards';
import { NextSteps } from '../../../web/pieces/next-steps';
import { Note } from '../../../web/pieces/note';
import { PdfViewer } from '../../../web/pieces/pdf-viewer';
import { RecordPanel } from '../../../web/pieces/record-panel';
import { StatusChip } from '../../../web/pieces/status-chip';
import { Stepper } from '../../../web/pieces/stepper';
import { TaskRow } from '../../../web/pieces/task-row';
import { Timeline } from '../../../web/pieces/timeline';
import { Section } from './section';
import styles from './parts.module.css';

const nothing = () => undefined;

export function Facts() {
  return (
    <Section title="Header facts">
      <HeaderFacts
        label="Northwind Dental Group"
        facts={[
          { key: 'open', label: 'Open', value: '13,465.84', note: '12 invoices, USD' },
          { key: 'due', label: 'Past due', value: '2,757.25', note: '3 invoices', tone: 'bad' },
          { key: 'old', label: 'Oldest', value: '28 days past due', note: 'INV-1029, due Oct 28' },
          {
            key: 'method',
            label: 'Default method',
            isQuiet: true,
            value: (
              <>
                <BrandMark brand="Visa" kind="card" /> Visa ··4242
              </>
            ),
            note: 'Front office card',
          },
        ]}
      />
    </Section>
  );
}

export function Methods() {
  const [chosen, setChosen] = useState<string | null>('b');
  const method = { kind: 'card', isDefault: false, friendlyName: null } as const;
  return (
    <Section title="Methods">
      <MethodCards
        label="Method"
        chosen={chosen}
        onChoose={setChosen}
        methods={[
          {
            ...method,
            id: 'a',
            brand: 'Visa',
            lastFour: '4242',
            isDefault: true,
            friendlyName: 'Front office card',
          },
          {
            ...method,
            id: 'b',
            kind: 'bankDebit',
            brand: 'Chase',
            lastFour: '6789',
            friendlyName: 'Operating account',
          },
          {
            ...method,
            id: 'c',
            brand: 'Mastercard',
            lastFour: '1881',
            warning: 'Expires Dec 2026',
          },
          { ...method, id: 'd', brand: 'Amex', lastFour: '0005', reason: 'Expired Oct 2026' },
        ]}
      />
    </Section>
  );
}

const link = (number: string) => (
  <a className="hr-link" href={`#${number}`}>
    {number}
  </a>
);

const CHANGES: readonly PlannedChange[] = [
  {
    key: '1',
    runOn: '2026-12-01',
    kind: 'autopay',
    link: link('Rule 1'),
    invoiceNumber: 'INV-1042',
    beforeMinor: 83000,
    afterMinor: 40000,
  },
  {
    key: '2',
    runOn: '2026-12-04',
    kind: 'scheduled',
    link: link('P-10391'),
    invoiceNumber: 'INV-1038',
    beforeMinor: 30000,
    afterMinor: 0,
  },
  {
    key: '3',
    runOn: '2026-12-11',
    kind: 'scheduled',
    link: link('P-10392'),
    invoiceNumber: 'INV-1038',
    beforeMinor: 30000,
    afterMinor: 18000,
  },
];

export function Changes() {
  const [chosen, onChoose] = useState<TrimStrategy>(TrimStrategy.nearestFirst);
  const seen = CHANGES.map((change, index) => ({
    ...change,
    sawMinor: index === 2 ? 30000 : change.afterMinor,
  }));
  const rest = {
    currency: 'USD',
    sumLabel: 'Planned on these three',
    notes:
      'P-10391 has nothing left and will not run. Nothing else changes. If the charge fails, all of this is put back.',
    strategy: { chosen, onChoose },
  };
  return (
    <Section title="Before and after">
      <div style={{ maxWidth: 692 }}>
        <BeforeAfterTable changes={CHANGES} {...rest} />
        <br />
        <Note tone="warn" headline="Marcus Oyelaran confirmed 300.00 on INV-1038 a moment ago.">
          Your amounts still fit. One planned payment would be lowered further than you saw.
        </Note>
        <br />
        <BeforeAfterTable changes={seen} comparesWithSeen {...rest} />
      </div>
    </Section>
  );
}

export function Lists() {
  return (
    <div className={styles['columns']}>
      <Section title="Timeline">
        <Timeline
          label="Timeline"
          items={[
            {
              key: '4',
              tone: 'ahead',
              sentence: 'Settles, expected Fri, Nov 27, 2026',
              detail: 'Then the 1,100.00 held is applied for good',
            },
            {
              key: '3',
              tone: 'done',
              icon: IconCheck,
              sentence: (
                <>
                  <b>Charged</b> 2,930.00 to Visa ··4242
                </>
              ),
              detail: 'Approved, reference ch_8Kd2mQ7',
              time: '10:46:05',
            },
            {
              key: '2',
              tone: 'trouble',
              icon: IconX,
              sentence: (
                <>
                  <b>Declined</b> by the bank
                </>
              ),
              time: '10:46:04',
            },
            {
              key: '1',
              tone: 'plain',
              icon: IconHourglass,
              sentence: (
                <>
                  <b>Placed</b> by Dana Whitfield
                </>
              ),
              detail: 'INV-1038 1,000.00',
              time: '10:46:03',
            },
          ]}
        />
      </Section>
      <Section title="Live list">
        <LiveList
          label="What has happened"
          steps={[
            {
              key: '1',
              state: 'done',
              title: 'Placed',
              sentence: '4 planned payments lowered',
              time: '10:46:03',
            },
            {
              key: '2',
              state: 'failed',
              title: 'Charged',
              sentence: 'Visa answered: insufficient funds',
              time: '10:46:05',
            },
            {
              key: '3',
              state: 'now',
              title: 'Receipt',
              sentence: 'Sending to books@castellan.example…',
              time: '2 of 3',
            },
          ]}
        />
        <NextSteps
          steps={[
            {
              key: 'm',
              icon: IconCreditCard,
              title: 'Try another method',
              sentence: 'The amounts are kept',
              onClick: nothing,
            },
            {
              key: 's',
              icon: IconCalendarEvent,
              title: 'Schedule it',
              sentence: 'For a date you choose',
              onClick: nothing,
            },
          ]}
        />
      </Section>
      <Section title="Tasks">
        <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
          <TaskRow
            icon={IconCreditCardOff}
            tone="bad"
            title="O’Malley Freight Lines: scheduled 310.15 declined"
            sentence="The card has insufficient funds, no money moved."
            meta="P-10402 · Nov 24, 2026, 09:00 · Marcus Oyelaran"
            actions={
              <>
                <Button size="sm" variant="quiet">
                  Ask the client
                </Button>
                <Button size="sm">Reschedule</Button>
              </>
            }
          />
        </ul>
      </Section>
    </div>
  );
}

export function Floating() {
  const [isDialogOpen, setDialogOpen] = useState(false);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  return (
    <Section title="What floats">
      <div className={styles['row']}>
        <Button onClick={() => setDialogOpen(true)}>Open dialog</Button>
        <Button onClick={() => setDrawerOpen(true)}>Open drawer</Button>
      </div>
      <Dialog
        isOpen={isDialogOpen}
        onClose={() => setDialogOpen(false)}
        title="Schedule payment"
        subtitle="Northwind Dental Group"
        steps={<Stepper steps={['Details', 'Summary', 'Confirm']} current={1} />}
        aside={
          <>
            <div className="hr-small hr-dim">Running total</div>
            <b>2,915.00 USD</b>
          </>
        }
        foot={{
          back: <Button variant="quiet">Back</Button>,
          sentence: 'Nothing is charged yet',
          acts: <Button variant="filled">Continue to confirm</Button>,
          total: { label: 'Running total', value: '2,915.00 USD' },
        }}
      >
        <Changes />
      </Dialog>
      <Drawer isOpen={isDrawerOpen} onClose={() => setDrawerOpen(false)} label="INV-0987">
        <RecordPanel
          title="INV-0987"
          subtitle={link('Harbor & Pine Architects')}
          chips={<StatusChip kind="pending">Payment pending</StatusChip>}
          walk={{ place: '13 of 1,284', onPrevious: nothing }}
          onClose={() => setDrawerOpen(false)}
          documentTab="Invoice PDF"
          actions={
            <>
              <Button variant="filled">Pay</Button>
              <Button>Schedule</Button>
            </>
          }
          document={<PdfViewer name="INV-0987.pdf" document={{ state: 'fetching' }} />}
        >
          <CoverageBar
            format={(minor) => (minor / 100).toFixed(2)}
            parts={{ posted: 160000, inFlight: 120000, scheduled: 150000, uncovered: 210000 }}
          />
        </RecordPanel>
      </Drawer>
    </Section>
  );
}

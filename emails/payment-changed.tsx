import { ChangeTable } from './layout/change-table';
import { Frame } from './layout/frame';
import { Paragraph, Paragraphs } from './layout/paragraph';
import type { ChangeWords, FrameWords } from './layout/words';

export type PaymentChangedProps = Readonly<{
  frame: FrameWords;
  headline: string;
  /** Why it was changed, naming the cause. */
  reasons: readonly string[];
  /** Every payment that one action changed: several changes make one mail. */
  changes: readonly ChangeWords[];
}>;

/** The system lowered, moved or gave back planned payments; nobody has to do anything. */
export function PaymentChanged({ frame, headline, reasons, changes }: PaymentChangedProps) {
  return (
    <Frame words={frame} outcome="Changed" tone="neutral" headline={headline}>
      <Paragraphs sentences={reasons} />
      {changes.map((change) => (
        <div key={change.title} style={{ marginTop: '20px' }}>
          <Paragraph weight="strong">{change.title}</Paragraph>
          <ChangeTable words={change} />
          <Paragraph>{change.outcome}</Paragraph>
        </div>
      ))}
    </Frame>
  );
}

PaymentChanged.PreviewProps = {
  frame: {
    subject: '2 scheduled payments have changed',
    preview: 'P-10423 was paid before them.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  headline: '2 scheduled payments have changed',
  reasons: [
    'Payment P-10423 of 2,930.00 USD was made on the same invoices. What was scheduled has been lowered, so that no invoice is paid twice.',
  ],
  changes: [
    {
      title: 'P-10391 · Fri, Dec 4, 2026, 09:00 Chicago time',
      currency: 'USD',
      lines: [{ invoice: 'INV-1042', before: '300.00', after: '0.00' }],
      total: null,
      outcome: 'It will not run: nothing is left to pay with it.',
    },
    {
      title: 'P-10404 · Fri, Dec 11, 2026, 09:00 Chicago time',
      currency: 'USD',
      lines: [
        { invoice: 'INV-1038', before: '250.00', after: '0.00' },
        { invoice: 'INV-1051', before: '500.00', after: '500.00' },
      ],
      total: { before: '750.00', after: '500.00' },
      outcome: 'It runs as planned, for 500.00 USD.',
    },
  ],
} satisfies PaymentChangedProps;

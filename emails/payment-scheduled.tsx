import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { GreatSum } from './layout/great-sum';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraph, Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords, SumWords } from './layout/words';

export type PaymentScheduledProps = Readonly<{
  frame: FrameWords;
  planned: SumWords;
  /** What will be charged and when, and that nothing was charged yet. */
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  runsAt: string;
  reference: string | null;
  attachments: string | null;
}>;

/** A payment was planned for a date. */
export function PaymentScheduled(props: PaymentScheduledProps) {
  return (
    <Frame words={props.frame} outcome="Scheduled" tone="done" headline="A payment is scheduled">
      <GreatSum name="To be paid" sum={props.planned} />
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="To be paid" unpaidHead="Unpaid after it" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Runs', value: props.runsAt },
          { label: 'Method', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
        ]}
      />
      {props.attachments === null ? null : <Paragraph>{props.attachments}</Paragraph>}
    </Frame>
  );
}

PaymentScheduled.PreviewProps = {
  frame: {
    subject: 'Payment P-10424 of 1,250.00 USD is scheduled for Fri, Dec 4, 2026',
    preview: 'Visa ··4242 will be charged for INV-1042.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  planned: { figure: '1,250.00', currency: 'USD' },
  sentences: [
    'Lakefront IT Services will charge 1,250.00 USD to Visa ··4242 on Fri, Dec 4, 2026, 09:00 Chicago time, for INV-1042 of Northwind Dental Group.',
    'Nothing has been charged yet. If something is paid on the invoice before then, this payment is lowered by itself and we write to you.',
  ],
  lines: {
    currency: 'USD',
    lines: [{ invoice: 'INV-1042', amount: '1,250.00', unpaid: '750.00' }],
    total: null,
  },
  payment: 'P-10424',
  method: { name: 'Visa ··4242', friendlyName: 'Front office card' },
  runsAt: 'Fri, Dec 4, 2026, 09:00 Chicago time',
  reference: null,
  attachments: 'Also attached: INV-1042.pdf.',
} satisfies PaymentScheduledProps;

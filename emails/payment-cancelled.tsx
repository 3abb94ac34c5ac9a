import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords } from './layout/words';

export type PaymentCancelledProps = Readonly<{
  frame: FrameWords;
  /** What was cancelled and why, and that no money was taken. */
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  /** When it would have run; null when it was not for a date. */
  wasToRunAt: string | null;
  reference: string | null;
}>;

/** A payment will not happen, and has taken nothing. */
export function PaymentCancelled(props: PaymentCancelledProps) {
  return (
    <Frame
      words={props.frame}
      outcome="Cancelled"
      tone="neutral"
      headline="A payment was cancelled"
    >
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="Not paid" unpaidHead="Unpaid now" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Was to run', value: props.wasToRunAt },
          { label: 'Method', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
        ]}
      />
    </Frame>
  );
}

PaymentCancelled.PreviewProps = {
  frame: {
    subject: 'Payment P-10424 of 1,250.00 USD was cancelled',
    preview: 'No money was taken.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  sentences: [
    'Lakefront IT Services cancelled the payment of 1,250.00 USD that was to run on Fri, Dec 4, 2026. No money was taken.',
    'The invoice stays unpaid until it is paid in another way.',
  ],
  lines: {
    currency: 'USD',
    lines: [{ invoice: 'INV-1042', amount: '1,250.00', unpaid: '2,000.00' }],
    total: null,
  },
  payment: 'P-10424',
  method: { name: 'Visa ··4242', friendlyName: 'Front office card' },
  wasToRunAt: 'Fri, Dec 4, 2026, 09:00 Chicago time',
  reference: null,
} satisfies PaymentCancelledProps;

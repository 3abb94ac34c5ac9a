import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords } from './layout/words';

export type PaymentDeclinedProps = Readonly<{
  frame: FrameWords;
  /** What happened, that no money was taken, what to do next: in this order. */
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  declinedAt: string;
  reference: string | null;
}>;

/** A final no before any money was taken. */
export function PaymentDeclined(props: PaymentDeclinedProps) {
  return (
    <Frame words={props.frame} outcome="Declined" tone="bad" headline="A payment was declined">
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="Not paid" unpaidHead="Unpaid now" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Tried', value: props.declinedAt },
          { label: 'Method', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
        ]}
      />
    </Frame>
  );
}

PaymentDeclined.PreviewProps = {
  frame: {
    subject: 'Payment P-10425 of 430.00 USD was declined',
    preview: 'No money was taken. Visa ··0341 has not enough funds.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  sentences: [
    'The payment of 430.00 USD with Visa ··0341 was declined: there was not enough money available.',
    'No money was taken.',
    'Lakefront IT Services can try again once there is enough, or with another method.',
  ],
  lines: {
    currency: 'USD',
    lines: [{ invoice: 'INV-1042', amount: '430.00', unpaid: '2,000.00' }],
    total: null,
  },
  payment: 'P-10425',
  method: { name: 'Visa ··0341', friendlyName: null },
  declinedAt: 'Wed, Nov 25, 2026, 10:46 Chicago time',
  reference: 'PO 7731',
} satisfies PaymentDeclinedProps;

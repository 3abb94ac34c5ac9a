import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { GreatSum } from './layout/great-sum';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraph, Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords, SumWords } from './layout/words';

export type ReceiptProps = Readonly<{
  frame: FrameWords;
  paid: SumWords;
  /** What was charged, to what and when, in a sentence or two. */
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  chargedAt: string;
  reference: string | null;
  gatewayReference: string | null;
  /** Which files are attached, or why none is. */
  attachments: string | null;
}>;

/** A card was charged. */
export function Receipt(props: ReceiptProps) {
  return (
    <Frame words={props.frame} outcome="Paid" tone="done" headline="Receipt for your payment">
      <GreatSum name="Paid" sum={props.paid} />
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="Paid" unpaidHead="Unpaid after it" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Charged', value: props.chargedAt },
          { label: 'Method', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
          { label: 'Transaction', value: props.gatewayReference },
        ]}
      />
      {props.attachments === null ? null : <Paragraph>{props.attachments}</Paragraph>}
    </Frame>
  );
}

Receipt.PreviewProps = {
  frame: {
    subject: 'Receipt P-10423: 2,930.00 USD paid to Lakefront IT Services',
    preview: 'Charged to Visa ··4242 for 3 invoices.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  paid: { figure: '2,930.00', currency: 'USD' },
  sentences: [
    'Lakefront IT Services charged 2,930.00 USD to Visa ··4242 for 3 invoices of Northwind Dental Group.',
  ],
  lines: {
    currency: 'USD',
    lines: [
      { invoice: 'INV-1038', amount: '1,000.00', unpaid: '480.00' },
      { invoice: 'INV-1042', amount: '430.00', unpaid: '400.00' },
      { invoice: '9314110911/00/M/00/N', amount: '1,500.00', unpaid: '500.00' },
    ],
    total: { amount: '2,930.00', unpaid: '1,380.00' },
  },
  payment: 'P-10423',
  method: { name: 'Visa ··4242', friendlyName: 'Front office card' },
  chargedAt: 'Wed, Nov 25, 2026, 10:46 Chicago time',
  reference: 'PO 7731',
  gatewayReference: 'ch_8Kd2mQ7',
  attachments: 'Also attached: INV-1038.pdf, INV-1042.pdf and 9314110911-00-M-00-N.pdf.',
} satisfies ReceiptProps;

import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { GreatSum } from './layout/great-sum';
import { Paragraphs } from './layout/paragraph';
import type { FrameWords, SumWords } from './layout/words';

export type InvoiceProps = Readonly<{
  frame: FrameWords;
  unpaid: SumWords;
  /** Whose invoice it is, and that its document is attached, or why it is not. */
  sentences: readonly string[];
  invoice: string;
  issuedOn: string | null;
  dueOn: string | null;
  total: string;
}>;

/** An invoice, sent by a person, with its exact document. */
export function Invoice(props: InvoiceProps) {
  return (
    <Frame words={props.frame} outcome="Invoice" tone="done" headline="Your invoice">
      <GreatSum name="Unpaid" sum={props.unpaid} />
      <Paragraphs sentences={props.sentences} />
      <FactList
        facts={[
          { label: 'Invoice', value: props.invoice },
          { label: 'Issued', value: props.issuedOn },
          { label: 'Due', value: props.dueOn },
          { label: 'Total', value: props.total },
        ]}
      />
    </Frame>
  );
}

Invoice.PreviewProps = {
  frame: {
    subject: 'Invoice INV-1042 from Lakefront IT Services',
    preview: '830.00 USD unpaid, due Tue, Dec 1, 2026.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  unpaid: { figure: '830.00', currency: 'USD' },
  sentences: [
    'Lakefront IT Services sends you the invoice INV-1042 of Northwind Dental Group.',
    'It is attached as INV-1042.pdf.',
  ],
  invoice: 'INV-1042',
  issuedOn: 'Sun, Nov 1, 2026',
  dueOn: 'Tue, Dec 1, 2026',
  total: '1,250.00 USD',
} satisfies InvoiceProps;

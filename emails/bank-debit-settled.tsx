import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { GreatSum } from './layout/great-sum';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraph, Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords, SumWords } from './layout/words';

export type BankDebitSettledProps = Readonly<{
  frame: FrameWords;
  paid: SumWords;
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  settledAt: string;
  reference: string | null;
  gatewayReference: string | null;
  attachments: string | null;
}>;

/** A bank debit arrived: the receipt of a payment by bank. */
export function BankDebitSettled(props: BankDebitSettledProps) {
  return (
    <Frame words={props.frame} outcome="Paid" tone="done" headline="Receipt for your bank debit">
      <GreatSum name="Paid" sum={props.paid} />
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="Paid" unpaidHead="Unpaid after it" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Settled', value: props.settledAt },
          { label: 'Account', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
          { label: 'Transaction', value: props.gatewayReference },
        ]}
      />
      {props.attachments === null ? null : <Paragraph>{props.attachments}</Paragraph>}
    </Frame>
  );
}

BankDebitSettled.PreviewProps = {
  frame: {
    subject: 'Receipt P-10426: 1,500.00 USD paid to Lakefront IT Services',
    preview: 'The debit of First Prairie Bank ··6789 for INV-1051 is settled.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  paid: { figure: '1,500.00', currency: 'USD' },
  sentences: [
    'The debit of 1,500.00 USD from First Prairie Bank ··6789 for INV-1051 of Northwind Dental Group is settled.',
  ],
  lines: {
    currency: 'USD',
    lines: [{ invoice: 'INV-1051', amount: '1,500.00', unpaid: '500.00' }],
    total: null,
  },
  payment: 'P-10426',
  method: { name: 'First Prairie Bank ··6789', friendlyName: 'Operating account' },
  settledAt: 'Mon, Nov 30, 2026, 14:05 Chicago time',
  reference: 'PO 7731',
  gatewayReference: 'ch_8Kd2mQ8',
  attachments: null,
} satisfies BankDebitSettledProps;

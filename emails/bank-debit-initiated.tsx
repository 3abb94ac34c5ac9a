import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { GreatSum } from './layout/great-sum';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraph, Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords, SumWords } from './layout/words';

export type BankDebitInitiatedProps = Readonly<{
  frame: FrameWords;
  debited: SumWords;
  /** That the bank has it, how long that takes, and that another mail follows. */
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  initiatedAt: string;
  reference: string | null;
  gatewayReference: string | null;
  attachments: string | null;
}>;

/** A bank debit is on its way; nothing is paid yet. */
export function BankDebitInitiated(props: BankDebitInitiatedProps) {
  return (
    <Frame words={props.frame} outcome="Pending" tone="neutral" headline="A bank debit has started">
      <GreatSum name="Being debited" sum={props.debited} />
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="Debited" unpaidHead="Unpaid once settled" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Started', value: props.initiatedAt },
          { label: 'Account', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
          { label: 'Transaction', value: props.gatewayReference },
        ]}
      />
      {props.attachments === null ? null : <Paragraph>{props.attachments}</Paragraph>}
    </Frame>
  );
}

BankDebitInitiated.PreviewProps = {
  frame: {
    subject: 'Bank debit P-10426 of 1,500.00 USD has started',
    preview: 'First Prairie Bank ··6789 will be debited for INV-1051.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  debited: { figure: '1,500.00', currency: 'USD' },
  sentences: [
    'Lakefront IT Services has sent a debit of 1,500.00 USD to First Prairie Bank ··6789 for INV-1051 of Northwind Dental Group.',
    'Banks take some days for it. We write again once it is settled, or if the bank returns it.',
  ],
  lines: {
    currency: 'USD',
    lines: [{ invoice: 'INV-1051', amount: '1,500.00', unpaid: '500.00' }],
    total: null,
  },
  payment: 'P-10426',
  method: { name: 'First Prairie Bank ··6789', friendlyName: 'Operating account' },
  initiatedAt: 'Wed, Nov 25, 2026, 10:46 Chicago time',
  reference: 'PO 7731',
  gatewayReference: 'ch_8Kd2mQ8',
  attachments: 'INV-1051.pdf is too large to attach. Ask Lakefront IT Services for it.',
} satisfies BankDebitInitiatedProps;

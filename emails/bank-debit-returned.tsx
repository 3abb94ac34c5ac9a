import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { InvoiceTable } from './layout/invoice-table';
import { Paragraphs } from './layout/paragraph';
import type { FrameWords, LinesWords, MethodWords } from './layout/words';

export type BankDebitReturnedProps = Readonly<{
  frame: FrameWords;
  /** What happened, where the money is now, what to do next: in this order. */
  sentences: readonly string[];
  lines: LinesWords;
  payment: string;
  method: MethodWords;
  returnedAt: string;
  /** The bank's code, always with its words. */
  returnReason: string;
  reference: string | null;
  gatewayReference: string | null;
}>;

/** The bank took the money back, or never gave it. */
export function BankDebitReturned(props: BankDebitReturnedProps) {
  return (
    <Frame words={props.frame} outcome="Returned" tone="bad" headline="A bank debit was returned">
      <Paragraphs sentences={props.sentences} />
      <InvoiceTable words={props.lines} amountHead="Returned" unpaidHead="Unpaid now" />
      <FactList
        facts={[
          { label: 'Payment', value: props.payment },
          { label: 'Returned', value: props.returnedAt },
          { label: 'Reason', value: props.returnReason },
          { label: 'Account', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Reference', value: props.reference },
          { label: 'Transaction', value: props.gatewayReference },
        ]}
      />
    </Frame>
  );
}

BankDebitReturned.PreviewProps = {
  frame: {
    subject: 'Bank debit P-10426 of 1,500.00 USD was returned',
    preview: 'Nothing was paid for INV-1051: there was not enough money in the account.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  sentences: [
    'The bank returned the debit of 1,500.00 USD from First Prairie Bank ··6789: there was not enough money in the account.',
    'The money went back to that account, and what it had paid is unpaid again.',
    'Lakefront IT Services can try again once there is enough, or with another method.',
  ],
  lines: {
    currency: 'USD',
    lines: [{ invoice: 'INV-1051', amount: '1,500.00', unpaid: '2,000.00' }],
    total: null,
  },
  payment: 'P-10426',
  method: { name: 'First Prairie Bank ··6789', friendlyName: 'Operating account' },
  returnedAt: 'Wed, Dec 2, 2026, 08:12 Chicago time',
  returnReason: 'Not enough money in the account (R01)',
  reference: 'PO 7731',
  gatewayReference: 'ch_8Kd2mQ8',
} satisfies BankDebitReturnedProps;

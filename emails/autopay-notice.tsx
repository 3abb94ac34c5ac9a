import { FactList } from './layout/fact-list';
import { Frame } from './layout/frame';
import { GreatSum } from './layout/great-sum';
import { Paragraphs } from './layout/paragraph';
import type { FrameWords, MethodWords, SumWords } from './layout/words';

export type AutopayNoticeProps = Readonly<{
  frame: FrameWords;
  expected: SumWords;
  /** What will be charged and when, and what makes it less. */
  sentences: readonly string[];
  invoice: string;
  unpaid: string;
  method: MethodWords;
  runsAt: string;
  rule: string;
}>;

/** An automatic payment is coming. */
export function AutopayNotice(props: AutopayNoticeProps) {
  return (
    <Frame
      words={props.frame}
      outcome="Autopay"
      tone="done"
      headline="An automatic payment is coming"
    >
      <GreatSum name="At most" sum={props.expected} />
      <Paragraphs sentences={props.sentences} />
      <FactList
        facts={[
          { label: 'Invoice', value: props.invoice },
          { label: 'Unpaid', value: props.unpaid },
          { label: 'Runs', value: props.runsAt },
          { label: 'Method', value: props.method.name, detail: props.method.friendlyName },
          { label: 'Rule', value: props.rule },
        ]}
      />
    </Frame>
  );
}

AutopayNotice.PreviewProps = {
  frame: {
    subject: 'Autopay on Fri, Dec 4, 2026: 1,250.00 USD for INV-1042',
    preview: 'Visa ··4242 will be charged.',
    businessName: 'Lakefront IT Services',
    greeting: 'Hello Maya Lindqvist,',
    closing: [
      'Questions? Reply to this mail, or write to billing@lakefront.example.',
      'You get this mail because Lakefront IT Services has you as a contact of Northwind Dental Group for payments.',
    ],
  },
  expected: { figure: '1,250.00', currency: 'USD' },
  sentences: [
    'Lakefront IT Services will charge 1,250.00 USD to Visa ··4242 on Fri, Dec 4, 2026, 09:02 Chicago time, for INV-1042 of Northwind Dental Group.',
    'Nothing has been charged yet. If less is unpaid by then, only that is charged.',
  ],
  invoice: 'INV-1042',
  unpaid: '1,250.00 USD',
  method: { name: 'Visa ··4242', friendlyName: 'Front office card' },
  runsAt: 'Fri, Dec 4, 2026, 09:02 Chicago time',
  rule: 'Monthly invoices',
} satisfies AutopayNoticeProps;

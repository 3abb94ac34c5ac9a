/**
 * Goal: a mail says the true amounts, dates and reasons, in the business's way of writing them.
 * Method: facts in, words out; what must not be said is looked for as well.
 */
import { wordsFor } from '../../../activities/message-words';
import type { MessageFacts } from '../../../domain/message-facts';
import type { EmailKind, EmailPropsByKind } from '../../../emails/registry';
import { renderEmail } from '../../../emails/render';
import {
  aCancellation,
  aChange,
  aChangedPayment,
  aDecline,
  anInitiation,
  anInvoice,
  aPayment,
  aReceipt,
  aReturn,
  aSchedule,
  aSettlement,
  bankAccount,
  business,
  line,
  oneOfEach,
  recipient,
} from './facts';

const noFiles = { files: [], areAttached: false } as const;

/** The props for facts of one kind, with no-break spaces made visible as plain ones. */
function words<Kind extends EmailKind>(
  facts: Extract<MessageFacts, { kind: Kind }>,
  files: Parameters<typeof wordsFor>[1] = noFiles,
): EmailPropsByKind[Kind] {
  const { props } = wordsFor(facts, files);
  return JSON.parse(JSON.stringify(props).replaceAll('\u00a0', ' ')) as EmailPropsByKind[Kind];
}

describe('a receipt', () => {
  test('names per invoice what this payment paid and what is unpaid after it, and the sums', () => {
    const payment = aPayment({
      lines: [line('INV-1038', 100_000, 48_000), line('INV-1042', 43_000, 40_000)],
    });
    const { lines, paid, payment: number, frame } = words(aReceipt({ payment }));
    expect(lines).toEqual({
      currency: 'USD',
      lines: [
        { invoice: 'INV-1038', amount: '1,000.00', unpaid: '480.00' },
        { invoice: 'INV-1042', amount: '430.00', unpaid: '400.00' },
      ],
      total: { amount: '1,430.00', unpaid: '880.00' },
    });
    expect(paid).toEqual({ figure: '1,430.00', currency: 'USD' });
    expect(number).toBe('P-10423');
    expect(frame.subject).toBe('Receipt P-10423: 1,430.00 USD paid to Lakefront IT Services');
  });

  test('says no sum under a single line', () => {
    expect(words(aReceipt()).lines.total).toBeNull();
  });

  test('names method, reference and the moment, in the zone of the business', () => {
    const receipt = words(aReceipt());
    expect(receipt.method).toEqual({ name: 'Visa ··4242', friendlyName: 'Front office card' });
    expect(receipt.reference).toBe('PO 7731');
    expect(receipt.gatewayReference).toBe('ch_8Kd2mQ7');
    expect(receipt.chargedAt).toBe('Wed, Nov 25, 2026, 10:46 Chicago time');
  });

  test('names one invoice, and counts several', () => {
    expect(words(aReceipt()).sentences).toEqual([
      'Lakefront IT Services charged 1,500.00 USD to Visa ··4242 for INV-1042 of Northwind Dental Group.',
    ]);
    const payment = aPayment({ lines: [line('A', 1, 0), line('B', 1, 0)] });
    expect(words(aReceipt({ payment })).sentences[0]).toContain('for 2 invoices of');
  });

  test('greets by name, or plainly where there is none, and says why the mail came', () => {
    expect(words(aReceipt()).frame.greeting).toBe('Hello Maya Lindqvist,');
    const typed = aReceipt({ recipient: { ...recipient, name: null, reason: 'typed' } });
    expect(words(typed).frame.greeting).toBe('Hello,');
    expect(words(typed).frame.closing[1]).toContain('added your address to this payment');
  });

  test('offers no answer where none arrives', () => {
    const closing = words(aReceipt({ business: { ...business, replyTo: null } })).frame.closing[0];
    expect(closing).toContain('cannot be answered');
    expect(closing).not.toContain('Reply');
  });
});

describe('amounts', () => {
  const figureIn = (currency: string, amountMinor: number, locale = 'en-US') =>
    words(
      aReceipt({
        business: { ...business, locale },
        payment: aPayment({ currency, lines: [line('INV-1', amountMinor, 0)] }),
      }),
    ).paid;

  test.each([
    ['USD', 123_456, 'en-US', '1,234.56'],
    ['JPY', 123_456, 'en-US', '123,456'],
    ['KWD', 1_234_567, 'en-US', '1,234.567'],
    ['USD', 5, 'en-US', '0.05'],
    ['EUR', 123_456, 'de-DE', '1.234,56'],
    ['KWD', 1_234_567, 'de-DE', '1.234,567'],
    ['USD', -1_250, 'en-US', '−12.50'],
    ['EUR', -1_250, 'de-DE', '−12,50'],
    ['USD', Number.MAX_SAFE_INTEGER, 'en-US', '90,071,992,547,409.91'],
  ])('in %s, %d minor units are written for %s as %s', (currency, amountMinor, locale, figure) => {
    expect(figureIn(currency, amountMinor, locale)).toEqual({ figure, currency });
  });

  test('are never parted from their currency by a line break', () => {
    const { props } = wordsFor(aReceipt(), noFiles);
    expect(props.frame.subject).toContain('1,500.00\u00a0USD');
  });

  test('of no existing currency are a bug, not a mail', () => {
    expect(() => figureIn('XQZ', 100)).toThrow(RangeError);
  });
});

describe('moments', () => {
  const scheduled = (locale: string, at: string, zone: string) =>
    words(aSchedule({ business: { ...business, locale }, runsAt: { at, zone } })).runsAt;

  test.each([
    ['en-US', '2026-12-04T15:00:00Z', 'America/Chicago', 'Fri, Dec 4, 2026, 09:00 Chicago time'],
    ['de-DE', '2026-12-04T08:00:00Z', 'Europe/Berlin', 'Fr., 4. Dez. 2026, 09:00 Berlin time'],
    ['en-US', '2026-12-05T04:30:00Z', 'America/New_York', 'Fri, Dec 4, 2026, 23:30 New York time'],
    ['en-US', '2026-12-05T00:05:00Z', 'UTC', 'Sat, Dec 5, 2026, 00:05 UTC'],
    ['en-US', '2026-12-05T00:05:00Z', 'Etc/UTC', 'Sat, Dec 5, 2026, 00:05 UTC'],
  ])('for %s, %s in %s is %s', (locale, at, zone, moment) => {
    expect(scheduled(locale, at, zone)).toBe(moment);
  });

  test('of a run are told in the zone stored with the payment, not in that of the business now', () => {
    const facts = aSchedule({
      business: { ...business, zone: 'Asia/Tokyo' },
      runsAt: { at: '2026-12-04T15:00:00Z', zone: 'America/Chicago' },
    });
    expect(words(facts).runsAt).toContain('09:00 Chicago time');
    expect(words(facts).frame.subject).toContain('Fri, Dec 4, 2026');
  });
});

describe('a scheduled payment', () => {
  test('says when it runs and that nothing was charged', () => {
    const { sentences, frame } = words(aSchedule());
    expect(frame.subject).toBe('Payment P-10423 of 1,500.00 USD is scheduled for Fri, Dec 4, 2026');
    expect(sentences[0]).toContain('will charge 1,500.00 USD to Visa ··4242 on Fri, Dec 4, 2026');
    expect(sentences[1]).toContain('Nothing has been charged yet.');
  });

  test('of a bank account is debited, not charged', () => {
    const { sentences } = words(aSchedule({ payment: aPayment({ method: bankAccount }) }));
    expect(sentences.join(' ')).toContain('will debit 1,500.00 USD from First Prairie Bank ··6789');
    expect(sentences.join(' ')).not.toContain('charge');
  });
});

describe('a changed payment', () => {
  test('says old, new and why, naming the payment that caused it', () => {
    const { headline, reasons, changes } = words(aChange());
    expect(headline).toBe('Scheduled payment P-10391 has changed');
    expect(reasons[0]).toContain('Payment P-10423 of 1,500.00 USD was made');
    expect(changes).toEqual([
      {
        title: 'P-10391 · Fri, Dec 4, 2026, 09:00 Chicago time',
        currency: 'USD',
        lines: [{ invoice: 'INV-1042', before: '830.00', after: '400.00' }],
        total: null,
        outcome: 'It runs as planned, for 400.00 USD.',
      },
    ]);
  });

  test('several changes of one action make one mail, with a sum per payment', () => {
    const two = aChangedPayment({
      number: 'P-10404',
      lines: [
        { invoiceNumber: 'INV-1', beforeMinor: 25_000, afterMinor: 0 },
        { invoiceNumber: 'INV-2', beforeMinor: 50_000, afterMinor: 50_000 },
      ],
    });
    const { frame, changes } = words(aChange({ payments: [aChangedPayment(), two] }));
    expect(frame.subject).toBe('2 scheduled payments have changed');
    expect(changes[1]?.total).toEqual({ before: '750.00', after: '500.00' });
  });

  test('given back says so, and not that something was paid', () => {
    const cause = { kind: 'release', paymentNumber: 'P-10423' } as const;
    const payments = [
      aChangedPayment({
        lines: [{ invoiceNumber: 'INV-1042', beforeMinor: 40_000, afterMinor: 83_000 }],
      }),
    ];
    const { reasons, changes } = words(aChange({ cause, payments }));
    expect(reasons[0]).toBe(
      'Payment P-10423 did not go through. What was scheduled before it has been restored.',
    );
    expect(changes[0]?.outcome).toBe('It runs as planned, for 830.00 USD.');
  });

  test.each([
    ['waits', 'Nothing is left to pay with it, unless payment P-10423 fails.'],
    ['ended', 'It will not run: nothing is left to pay with it.'],
    ['inReview', 'It does not run by itself any more: Lakefront IT Services decides when it does.'],
  ] as const)('that %s: %s', (next, outcome) => {
    const { changes } = words(aChange({ payments: [aChangedPayment({ next })] }));
    expect(changes[0]?.outcome).toBe(outcome);
  });

  test('that ends is no failure', async () => {
    const facts = aChange({ payments: [aChangedPayment({ next: 'ended' })] });
    const { kind, props } = wordsFor(facts, noFiles);
    const { text } = await renderEmail(kind, props);
    expect(text).not.toMatch(/fail|declin|problem|sorry/i);
  });

  test('moved to a banking day names both days', () => {
    const runsAtAfter = { at: '2026-12-07T15:00:00Z', zone: 'America/Chicago' };
    const payments = [aChangedPayment({ runsAtAfter })];
    const { reasons, changes } = words(aChange({ cause: { kind: 'bankingDay' }, payments }));
    expect(reasons[0]).toContain('Banks do not work');
    expect(changes[0]?.title).toContain('Fri, Dec 4, 2026');
    expect(changes[0]?.outcome).toContain('It now runs on Mon, Dec 7, 2026, 09:00 Chicago time');
  });

  test.each([
    ['balance', 'has less to be paid on INV-1 and INV-2 than before'],
    ['void', 'voided INV-1 and INV-2'],
  ] as const)('by %s names the invoices', (kind, said) => {
    const facts = aChange({ cause: { kind, invoiceNumbers: ['INV-1', 'INV-2'] } });
    expect(words(facts).reasons[0]).toContain(said);
  });

  test('of none is a bug', () => {
    expect(() => wordsFor(aChange({ payments: [] }), noFiles)).toThrow(RangeError);
  });
});

describe('a declined payment', () => {
  const reasons = [
    'declined',
    'insufficientFunds',
    'expired',
    'methodRemoved',
    'accountClosed',
    'refused',
  ] as const;

  test.each(reasons)(
    '%s: says what happened, that no money moved, and what to do next',
    (reason) => {
      const { sentences } = words(aDecline({ reason }));
      expect(sentences).toHaveLength(3);
      expect(sentences[0]).toMatch(
        /^The payment of 1,500\.00 USD with Visa ··4242 was declined: .{10,}\.$/,
      );
      expect(sentences[1]).toBe('No money was taken.');
      expect(sentences[2]).toContain('Lakefront IT Services');
      expect(sentences.join(' ')).not.toMatch(/insufficientFunds|methodRemoved|accountClosed/);
    },
  );

  test('no two reasons read the same', () => {
    const said = reasons.map((reason) => words(aDecline({ reason })).sentences[0]);
    expect(new Set(said).size).toBe(reasons.length);
  });

  test('for good does not propose to try again', () => {
    const { sentences } = words(aDecline({ isHard: true }));
    expect(sentences[2]).toBe(
      'This card cannot be used again. Give Lakefront IT Services another method.',
    );
  });

  test('refused by the service is not blamed on the method', () => {
    const { sentences } = words(aDecline({ reason: 'refused', isHard: true }));
    expect(sentences[2]).toContain('This says nothing about your card.');
  });
});

describe('a cancelled payment', () => {
  test('says that no money was taken, and the day that was planned', () => {
    const { sentences } = words(aCancellation());
    expect(sentences[0]).toBe(
      'The payment of 1,500.00 USD with Visa ··4242, planned for Fri, Dec 4, 2026, was cancelled: Lakefront IT Services withdrew it.',
    );
    expect(sentences[1]).toBe('No money was taken.');
  });

  test.each([
    ['stepNotTaken', 'the bank asked for a confirmation, and none was given in time'],
    ['neverTaken', 'it did not go through, and it is certain now that it never will'],
    ['voided', 'Lakefront IT Services stopped it before it was settled'],
  ] as const)('%s: %s', (cause, said) => {
    const { sentences, wasToRunAt } = words(aCancellation({ cause, wasToRunAt: null }));
    expect(sentences[0]).toBe(
      `The payment of 1,500.00 USD with Visa ··4242 was cancelled: ${said}.`,
    );
    expect(wasToRunAt).toBeNull();
  });
});

describe('a bank debit', () => {
  test('that has started is not called paid', async () => {
    const { kind, props } = wordsFor(anInitiation(), noFiles);
    const { subject, text } = await renderEmail(kind, props);
    expect(subject).toBe('Bank debit P-10423 of 1,500.00 USD has started');
    expect(text).not.toMatch(/\bpaid\b|receipt/i);
  });

  test('that has settled is a receipt', () => {
    const settled = words(aSettlement());
    expect(settled.frame.subject).toBe(
      'Receipt P-10423: 1,500.00 USD paid to Lakefront IT Services',
    );
    expect(settled.settledAt).toBe('Mon, Nov 30, 2026, 14:05 Chicago time');
  });

  test('that came back says the reason in words beside its code, and where the money is', () => {
    const { returnReason, sentences } = words(aReturn());
    expect(returnReason).toBe('There was not enough money in the account (R01)');
    expect(sentences[0]).toContain('there was not enough money in the account');
    expect(sentences[1]).toContain('went back to that account');
    expect(words(aReturn({ wasSettled: false })).sentences[1]).toContain('did not arrive');
  });

  test.each([
    ['R01', 'can try again once there is enough'],
    ['R09', 'can try again once there is enough'],
    ['R02', 'This bank account cannot be used.'],
    ['R03', 'This bank account cannot be used.'],
    ['R04', 'This bank account cannot be used.'],
    ['R07', 'Nothing more may be debited'],
    ['R10', 'Nothing more may be debited'],
    ['R29', 'Nothing more may be debited'],
  ])('returned with %s: %s', (code, next) => {
    expect(words(aReturn({ code })).sentences[2]).toContain(next);
  });

  test.each(['R99', 'constructor', '__proto__'])(
    'returned with the unknown code %s tells the words of the gateway',
    (code) => {
      const { sentences, returnReason } = words(aReturn({ code, reason: 'Something odd' }));
      expect(sentences[0]).toContain('“Something odd”');
      expect(returnReason).toBe(`The bank's reason is “Something odd” (${code})`);
    },
  );
});

describe('the files', () => {
  const attachments = (files: readonly string[], areAttached: boolean) =>
    words(aReceipt(), { files, areAttached }).attachments;

  test.each([
    [[], false, null],
    [['INV-7.pdf'], true, 'Also attached: INV-7.pdf.'],
    [['A.pdf', 'B.pdf'], true, 'Also attached: A.pdf and B.pdf.'],
    [
      ['INV-7.pdf'],
      false,
      'INV-7.pdf is too large to attach. Lakefront IT Services can send it to you.',
    ],
    [
      ['A.pdf', 'B.pdf'],
      false,
      'A.pdf and B.pdf are together too large to attach. Lakefront IT Services can send them to you.',
    ],
  ] as const)('%j, attached %j: %s', (files, areAttached, said) => {
    expect(attachments(files, areAttached)).toBe(said);
  });

  test('are named up to five and counted beyond', () => {
    const files = ['1.pdf', '2.pdf', '3.pdf', '4.pdf', '5.pdf'];
    expect(attachments(files, true)).toBe('Also attached: 1.pdf, 2.pdf, 3.pdf, 4.pdf, and 5.pdf.');
    expect(attachments([...files, '6.pdf'], true)).toBe('Also attached: 6 invoice files.');
  });
});

test.each(oneOfEach.map((facts) => [facts.kind, facts] as const))(
  'the facts of %s survive being kept as JSON, and give the same mail each time',
  async (_kind, facts) => {
    const kept = JSON.parse(JSON.stringify(facts)) as MessageFacts;
    const render = async (given: MessageFacts) => {
      const { kind, props } = wordsFor(given, noFiles);
      return renderEmail(kind, props);
    };
    const mail = await render(facts);
    expect(await render(kept)).toEqual(mail);
    expect(mail.text).not.toMatch(/undefined|NaN|\bnull\b|!|Invalid/);
  },
);

describe('an invoice by mail', () => {
  test('says what is unpaid and due, and under which name its file is attached', () => {
    const files = { files: ['INV-1042.pdf'], areAttached: true };
    const props = words(anInvoice(), files);
    expect(props.frame).toMatchObject({
      subject: 'Invoice INV-1042 from Lakefront IT Services',
      preview: '830.00 USD unpaid, due Tue, Dec 1, 2026.',
    });
    expect(props.sentences).toEqual([
      'Lakefront IT Services sends you the invoice INV-1042 of Northwind Dental Group.',
      'It is attached as INV-1042.pdf.',
    ]);
  });

  test('says so when the file was too large, and to a typed address why it got this', () => {
    const typed = { ...recipient, name: null, reason: 'typed' } as const;
    const files = { files: ['INV-1042.pdf'], areAttached: false };
    const props = words(anInvoice({ recipient: typed, dueOn: null }), files);
    expect(props.sentences[1]).toMatch(/^Its file is too large to attach\./);
    expect(props.frame.preview).toBe('830.00 USD unpaid.');
    expect(props.frame.closing[1]).toBe(
      'You get this mail because Lakefront IT Services added your address to this invoice of Northwind Dental Group.',
    );
  });
});

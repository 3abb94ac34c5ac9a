/**
 * Goal: a change of rules dates anew only what goes to a rule that did not meet it before, and nothing
 * that a person opened again.
 */
import type { StoredInvoice, StoredRule } from '../../domain/autopay-outlook';
import { effectOf } from '../../domain/autopay-widening';

const TODAY = '2030-06-10';
const LIMITS = { minimumMinor: 50, maximumMinor: 1_000_000 };

const aRule = (ruleId: string, fields: Partial<StoredRule> = {}): StoredRule => ({
  ruleId,
  position: 1,
  isEnabled: true,
  method: { kind: 'card', status: 'usable' },
  timing: { kind: 'onDueDate' },
  criteria: [],
  cap: null,
  withScheduled: 'suppress',
  allowsFallThrough: false,
  activatedOn: '2030-01-01',
  backlog: 'leave',
  currency: 'USD',
  expiresIn: null,
  ...fields,
});

const anInvoice = (fields: Partial<StoredInvoice & { opening: number }> = {}) => ({
  invoiceId: 'invoice',
  currency: 'USD',
  totalMinor: 10_000,
  openMinor: 10_000,
  firmMinor: 0,
  disputedMinor: 0,
  plannedMinor: 0,
  issuedOn: '2030-05-01',
  dueOn: '2030-06-05',
  firstMatchedOn: '2030-05-01',
  isAutopayExcluded: false,
  isAutopayHeld: false,
  isMissing: false,
  fields: {},
  agreedRuleIds: [],
  isDecided: false,
  opening: 1,
  ...fields,
});

/** What becomes of an invoice when rules are put beside, or before, `first`. */
const effect = (invoice: ReturnType<typeof anInvoice>, ...added: StoredRule[]) => {
  const before = [aRule('first', { position: 2 })];
  const given = { invoices: [invoice], today: TODAY, limits: LIMITS };
  const { newlyMatchedIds, activatedIds } = effectOf({
    ...given,
    before,
    after: [...before, ...added],
  });
  return { newlyMatchedIds, activatedIds: [...activatedIds] };
};

const before = aRule('before', { position: 1 });
const behind = aRule('behind', { position: 3 });

test('a rule that meets an invoice and does not win it changes nothing', () => {
  expect(effect(anInvoice(), behind)).toEqual({ newlyMatchedIds: [], activatedIds: [] });
});

test('a rule that newly meets and wins an invoice is activated, and the invoice is new to it', () => {
  expect(effect(anInvoice(), before)).toEqual({
    newlyMatchedIds: ['invoice'],
    activatedIds: ['before'],
  });
  const ahead = anInvoice({ dueOn: '2030-06-20' });
  expect(effect(ahead, before)).toEqual({ newlyMatchedIds: ['invoice'], activatedIds: [] });
});

test('what a person opened again goes to the new rule as it is, until its day has passed', () => {
  const opened = anInvoice({ opening: 2, openedOn: TODAY });
  expect(effect(opened, before)).toEqual({ newlyMatchedIds: [], activatedIds: [] });
  const long = anInvoice({ opening: 2, openedOn: '2030-06-09' });
  expect(effect(long, before)).toEqual({ newlyMatchedIds: [], activatedIds: ['before'] });
});

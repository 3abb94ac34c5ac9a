/** What people do in an evening, and what it does to the plain books. */
import type { PlainBooks } from './plain-books';
import { type Day, plusDays } from './plain-calendar';
import type { MethodName, RuleFields } from './plain-rules';

export type Act =
  | { kind: 'addRule'; client: string; name: string; fields: RuleFields }
  | { kind: 'changeRule'; client: string; name: string; fields: Partial<RuleFields> }
  | { kind: 'removeRule'; client: string; name: string }
  | { kind: 'orderRules'; client: string; names: string[] }
  | { kind: 'makeDefault' | 'addMethod' | 'removeMethod'; client: string; method: MethodName }
  | { kind: 'answer'; client: string; numbers: string[]; decision: 'approve' | 'decline' }
  | { kind: 'changeNotice'; client: null; days: number }
  | {
      kind: 'pay' | 'schedule';
      client: string;
      number: string;
      amount: number;
      method: MethodName;
      reference: string;
      runOn: Day | null;
    }
  | {
      kind: 'mark';
      client: string;
      number: string;
      mark: Partial<Record<'isHeld' | 'isExcluded', boolean>>;
    }
  | { kind: 'reopen'; client: string; number: string };

/** What an act does to the plain books. */
export function perform(books: PlainBooks, act: Act): void {
  switch (act.kind) {
    case 'addRule':
      books.changeRules(act.client, (rules) => [
        ...rules,
        {
          ...act.fields,
          name: act.name,
          position: Math.max(0, ...rules.map(({ position }) => position)) + 1,
          activatedOn: books.today,
          version: 1,
        },
      ]);
      break;
    case 'changeRule':
      books.changeRules(act.client, (rules) =>
        rules.map((rule) => {
          if (rule.name !== act.name) return rule;
          const isEnabled = act.fields.isEnabled === true && !rule.isEnabled;
          return { ...rule, ...act.fields, ...(isEnabled && { activatedOn: books.today }) };
        }),
      );
      break;
    case 'removeRule':
      books.changeRules(act.client, (rules) => rules.filter(({ name }) => name !== act.name));
      break;
    case 'orderRules':
      books.changeRules(act.client, (rules) =>
        act.names.flatMap((name, index) =>
          rules
            .filter((rule) => rule.name === name)
            .map((rule) => ({ ...rule, position: index + 1 })),
        ),
      );
      break;
    case 'makeDefault':
      books.changeMethods(act.client, (client) => {
        client.default = act.method;
      });
      break;
    case 'addMethod':
      books.changeMethods(act.client, (client) => {
        client.methods.push(act.method);
        client.default ??= act.method;
      });
      break;
    case 'removeMethod':
      books.changeMethods(act.client, (client) => {
        client.methods = client.methods.filter((method) => method !== act.method);
        if (client.default === act.method) client.default = null;
      });
      break;
    case 'answer':
      books.answer(act.client, act.decision === 'approve' ? 'approved' : 'declined');
      break;
    case 'changeNotice':
      books.noticeDays = act.days;
      break;
    case 'pay':
      books.pay(act.number, act.amount, act.method, act.reference);
      break;
    case 'schedule': {
      const { amount, method, reference, runOn } = act;
      books.invoiceOf(act.number).scheduled = { amount, method, reference, runOn: runOn ?? '' };
      break;
    }
    case 'mark':
      Object.assign(books.invoiceOf(act.number), act.mark);
      break;
    case 'reopen':
      Object.assign(books.invoiceOf(act.number), {
        isDecided: false,
        // The hour of today is over.
        openedOn: plusDays(books.today, 1),
        toldOf: null,
        told: '',
        questions: [],
      });
      break;
  }
  books.settle();
}

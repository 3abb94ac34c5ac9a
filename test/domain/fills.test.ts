import fc from 'fast-check';
import { type FillInvoice, fillEqually, fillFull, fillOldestFirst } from '../../domain/fills';

const anInvoice = (id: string, limitMinor: number, dueOn: string | null = null): FillInvoice => ({
  id,
  limitMinor,
  dueOn,
});
const laid = (fill: { amounts: ReadonlyMap<string, number> }) => Object.fromEntries(fill.amounts);

describe('filling several invoices in one stroke', () => {
  test('full takes each as far as it goes, and nothing of one without room', () => {
    expect(laid(fillFull([anInvoice('a', 1480), anInvoice('b', -5)]))).toEqual({ a: 1480, b: 0 });
  });

  test('oldest first goes by the due date; without one an invoice comes last', () => {
    const invoices = [
      anInvoice('never', 500),
      anInvoice('later', 500, '2026-12-15'),
      anInvoice('sooner', 500, '2026-12-01'),
    ];
    expect(laid(fillOldestFirst(invoices, 1100))).toEqual({ sooner: 500, later: 500, never: 100 });
  });

  test('what finds no room is left over, not lost', () => {
    expect(fillOldestFirst([anInvoice('a', 100)], 130).leftOverMinor).toBe(30);
    expect(fillEqually([anInvoice('a', 100), anInvoice('b', 5)], 130).leftOverMinor).toBe(25);
  });

  test('an equal share that does not fit is cut, and the rest shared again', () => {
    const invoices = [anInvoice('a', 10), anInvoice('b', 500), anInvoice('c', 500)];
    expect(laid(fillEqually(invoices, 301))).toEqual({ a: 10, b: 146, c: 145 });
  });

  test('odd units go to the oldest', () => {
    const invoices = [anInvoice('new', 500, '2026-12-15'), anInvoice('old', 500, '2026-12-01')];
    expect(laid(fillEqually(invoices, 101))).toEqual({ old: 51, new: 50 });
  });

  test('no fill passes a limit, loses a unit, or leaves over what an invoice could take', () => {
    const invoices = fc.array(fc.integer({ min: -50, max: 5000 }), { maxLength: 12 });
    fc.assert(
      fc.property(invoices, fc.nat(60_000), (limits, total) => {
        const given = limits.map((limit, index) => anInvoice(String(index), limit));
        const room = limits.reduce((sum, limit) => sum + Math.max(0, limit), 0);
        for (const fill of [fillEqually(given, total), fillOldestFirst(given, total)]) {
          const amounts = given.map(({ id }) => fill.amounts.get(id) ?? -1);
          expect(amounts.every((amount, i) => amount <= Math.max(0, limits[i] ?? 0))).toBe(true);
          expect(amounts.every((amount) => amount >= 0)).toBe(true);
          expect(fill.leftOverMinor).toBe(Math.max(0, total - room));
        }
      }),
    );
  });

  test('a negative sum is a bug of the caller', () => {
    expect(() => fillEqually([], -1)).toThrow(RangeError);
    expect(() => fillOldestFirst([], -1)).toThrow(RangeError);
  });
});

/**
 * Goal: what is typed is never written over a value that its writer has not seen, and what a colleague
 * changed beside it stays. Method: the hook by itself, over a thing that changes while it is typed over.
 *
 * @jest-environment jsdom
 */
import { act, renderHook } from '@testing-library/react';
import { useTypedOver } from '../../web/screens/use-typed-over';

const SAVED = { name: 'Priya Raman', email: 'priya@northwind.example', profile: 'Billing admin' };

function setUp() {
  const { result, rerender } = renderHook((present: typeof SAVED) => useTypedOver(present), {
    initialProps: SAVED,
  });
  return {
    typed: () => result.current,
    type: (fields: Partial<typeof SAVED>) => act(() => result.current.set(fields)),
    colleagueSaves: (fields: Partial<typeof SAVED>) => rerender({ ...SAVED, ...fields }),
  };
}

test('only what was typed is sent, and what reads as before is no change', () => {
  const { typed, type } = setUp();
  type({ name: 'P. Raman' });
  expect(typed().changes).toEqual({ name: 'P. Raman' });
  type({ name: 'Priya Raman' });
  expect(typed().isChanged).toBe(false);
  expect(typed().changes).toEqual({});
});

test('what a colleague changed beside it is shown at once and not sent', () => {
  const { typed, type, colleagueSaves } = setUp();
  type({ name: 'P. Raman' });
  colleagueSaves({ email: 'ap@northwind.example' });
  expect(typed().values).toEqual({ ...SAVED, name: 'P. Raman', email: 'ap@northwind.example' });
  expect(typed().changes).toEqual({ name: 'P. Raman' });
  expect(typed().overtaken).toEqual([]);
});

test('what a colleague changed too is asked about, and what was typed is kept until then', () => {
  const { typed, type, colleagueSaves } = setUp();
  type({ name: 'P. Raman', profile: 'Owner' });
  colleagueSaves({ name: 'Priya Raman-Lee' });
  expect(typed().overtaken).toEqual(['name']);
  expect(typed().values.name).toBe('P. Raman');
  act(() => typed().letGo());
  expect(typed().values).toEqual({ ...SAVED, name: 'Priya Raman-Lee', profile: 'Owner' });
  expect(typed().overtaken).toEqual([]);
});

test('what is kept over a seen value is sent, and asked about again when it changes again', () => {
  const { typed, type, colleagueSaves } = setUp();
  type({ name: 'P. Raman' });
  colleagueSaves({ name: 'Priya Raman-Lee' });
  act(() => typed().keepMine());
  expect(typed().overtaken).toEqual([]);
  expect(typed().changes).toEqual({ name: 'P. Raman' });
  colleagueSaves({ name: 'Priya Lee' });
  expect(typed().overtaken).toEqual(['name']);
});

test('the same value from a colleague leaves nothing to ask and nothing to send', () => {
  const { typed, type, colleagueSaves } = setUp();
  type({ name: 'P. Raman' });
  colleagueSaves({ name: 'P. Raman' });
  expect(typed().overtaken).toEqual([]);
  expect(typed().isChanged).toBe(false);
});

test('what is typed while the one before is being saved is not forgotten with it', () => {
  const { typed, type } = setUp();
  type({ name: 'P. Raman', email: 'ap@northwind.example' });
  const saving = typed().changes;
  type({ name: 'Priya R.' });
  act(() => typed().forget(saving));
  expect(typed().changes).toEqual({ name: 'Priya R.' });
});

import { allOrNone, extended, toggled } from '../../web/pieces/data-table/row-selection';

const choosable = ['a', 'b', 'd', 'e'];

test('takes one row in and out and leaves the others', () => {
  expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
  expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
});

test('takes in everything between the last row and this one, in either direction', () => {
  expect([...extended(new Set(['a']), choosable, 'a', 'd')]).toEqual(['a', 'b', 'd']);
  expect([...extended(new Set(['e']), choosable, 'e', 'b')].toSorted()).toEqual(['b', 'd', 'e']);
});

test('takes the range out when the row it ends at was in', () => {
  expect([...extended(new Set(choosable), choosable, 'a', 'd')]).toEqual(['e']);
});

test('never takes in a row that cannot be chosen', () => {
  expect([...extended(new Set(['a']), choosable, 'a', 'c')]).toEqual(['a']);
  expect([...extended(new Set(['a']), choosable, 'a', 'e')]).not.toContain('c');
});

test('touches only this row when the last one has left the list', () => {
  expect([...extended(new Set(['gone']), choosable, 'gone', 'd')]).toEqual(['gone', 'd']);
});

test('chooses all that can be chosen, and none of the list once all are', () => {
  const some = allOrNone(new Set(['a', 'elsewhere']), choosable);
  expect(some).toMatchObject({ isAll: false, isSome: true });
  expect([...some.next].toSorted()).toEqual(['a', 'b', 'd', 'e', 'elsewhere']);
  const all = allOrNone(some.next, choosable);
  expect(all).toMatchObject({ isAll: true, isSome: false });
  expect([...all.next]).toEqual(['elsewhere']);
});

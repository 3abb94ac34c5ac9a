import type { Sort } from '../pieces/data-table/columns';

/** `dueOn` and `-dueOn`, as addresses and the API write a sort. */
export function sortOfText(text: string): Sort {
  return text.startsWith('-')
    ? { key: text.slice(1), direction: 'descending' }
    : { key: text, direction: 'ascending' };
}

export function textOfSort({ key, direction }: Sort): string {
  return direction === 'descending' ? `-${key}` : key;
}

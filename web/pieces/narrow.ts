import { useMediaQuery } from '@mantine/hooks';

const NOW = { getInitialValueInEffect: false } as const;

/** Under 700 px: rows of two or three lines, dialogs that fill the window. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 699.98px)', false, NOW) ?? false;
}

/** Under 1360 px: beside the rail there is no room for every column and a whole name. */
export function useIsTight(): boolean {
  return useMediaQuery('(max-width: 1359.98px)', false, NOW) ?? false;
}

/** Widths of the window in CSS px under which columns leave a table; 1440 has room for all. */
export type TableWidth = 1200 | 1360 | 1440;

/** Says of each whether the window is under it. */
export function useTableWidth(): (width: TableWidth) => boolean {
  const isShort = useMediaQuery('(max-width: 1439.98px)', false, NOW) ?? false;
  const is = { 1200: useIsMedium(), 1360: useIsTight(), 1440: isShort };
  return (width) => is[width];
}

/** Under 1200 px: the document is a tab, and a table leaves out what is less asked for. */
export function useIsMedium(): boolean {
  return useMediaQuery('(max-width: 1199.98px)', false, NOW) ?? false;
}

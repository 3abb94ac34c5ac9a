/** SQLSTATE classes of values that no column takes: it is what was read that is wrong, not the moment. */
const UNFIT = /^(22|23)/;

/** Tried again it would fail again. */
export function isUnfit(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  const code = (error as Readonly<{ code?: unknown }> | null)?.code;
  return typeof code === 'string' && UNFIT.test(code);
}

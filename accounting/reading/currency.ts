export function currencyDigits(code: string): number | null {
  if (!Intl.supportedValuesOf('currency').includes(code)) return null;
  return (
    new Intl.NumberFormat('en', {
      style: 'currency',
      currency: code,
    }).resolvedOptions().maximumFractionDigits ?? null
  );
}

/** What an amount field makes of the text in it. */
export type MoneyReading =
  | Readonly<{ kind: 'amount'; amountMinor: number }>
  | Readonly<{ kind: 'empty' }>
  /** Not one clear amount; the sentence says what it might have meant. */
  | Readonly<{ kind: 'refused'; sentence: string }>;
export function readMoney(text: string, _o: unknown): MoneyReading { return text==='' ? {kind:'empty'} : {kind:'amount', amountMinor: Math.round(Number(text.replaceAll(',',''))*100)}; }

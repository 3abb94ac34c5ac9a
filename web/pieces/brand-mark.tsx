import { IconBuildingBank, IconCreditCard } from '@tabler/icons-react';
import styles from './brand-mark.module.css';

/**
 * The mark of a card brand or bank, 34 × 22, on white in both schemes because that is how the brands
 * are drawn. Decoration: the name stands beside it. `brand` is the gateway's word, in any case.
 */
export function BrandMark({
  brand,
  kind,
}: Readonly<{ brand: string; kind: 'card' | 'bankDebit' }>) {
  return (
    <span className={styles['mark']} aria-hidden>
      {kind === 'bankDebit' ? (
        <IconBuildingBank size={16} stroke={1.75} />
      ) : (
        <CardMark brand={brand} />
      )}
    </span>
  );
}

function CardMark({ brand }: Readonly<{ brand: string }>) {
  switch (brand.toLowerCase().replaceAll(/[^a-z]/g, '')) {
    case 'visa':
      return <span className={styles['visa']}>VISA</span>;
    case 'mastercard':
      return <Circles left="#d9352b" right="#f0a13a" />;
    case 'maestro':
      return <Circles left="#2a6fc9" right="#d9352b" />;
    case 'amex':
    case 'americanexpress':
      return <span className={styles['amex']}>AMEX</span>;
    case 'discover':
      return <span className={styles['discover']}>DISC</span>;
    default:
      return <IconCreditCard size={16} stroke={1.75} />;
  }
}

function Circles({ left, right }: Readonly<{ left: string; right: string }>) {
  return (
    <svg width="20" height="12" viewBox="0 0 20 12" aria-hidden focusable="false">
      <circle cx="6.5" cy="6" r="5.5" fill={left} />
      <circle cx="13.5" cy="6" r="5.5" fill={right} fillOpacity="0.88" />
    </svg>
  );
}

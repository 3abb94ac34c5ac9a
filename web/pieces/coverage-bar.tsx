import { Tooltip } from '@mantine/core';
import styles from './coverage-bar.module.css';

/** In the order of certainty. The surer the money, the stronger its tone. */
const NAMES = {
  posted: 'Posted',
  inFlight: 'In flight',
  scheduled: 'Scheduled',
  disputed: 'Disputed',
  autopayForecast: 'Autopay forecast',
  uncovered: 'Uncovered',
} as const;

export type CoveragePart = keyof typeof NAMES;
const PARTS = Object.keys(NAMES) as CoveragePart[];

type CoverageBarProps = Readonly<{
  /** Minor units of one currency, none negative. A part that is left out is no part of this business. */
  parts: Readonly<Partial<Record<CoveragePart, number>>>;
  /** Writes an amount, without the currency. */
  format: (amountMinor: number) => string;
  withLegend?: boolean;
}>;

/**
 * What an invoice's total is made of. Empty parts are left out of the bar, not of the legend. As a
 * whole it is one picture whose name tells every amount; each part also tells its own on focus.
 */
export function CoverageBar({ parts, format, withLegend = true }: CoverageBarProps) {
  const known = PARTS.flatMap((part) => {
    const amountMinor = parts[part];
    return amountMinor === undefined ? [] : [{ part, name: NAMES[part], amountMinor }];
  });
  const told = known.map(({ name, amountMinor }) => `${name} ${format(amountMinor)}`);
  return (
    <div>
      <div className="hr-unseen" role="img" aria-label={told.join(', ')} />
      <div className={styles['bar']}>
        {known
          .filter(({ amountMinor }) => amountMinor > 0)
          .map(({ part, name, amountMinor }) => (
            <Tooltip key={part} label={`${name} ${format(amountMinor)}`}>
              <span
                className={styles['part']}
                role="img"
                tabIndex={0}
                data-part={part}
                style={{ flexGrow: amountMinor }}
                aria-label={`${name} ${format(amountMinor)}`}
              />
            </Tooltip>
          ))}
      </div>
      {withLegend && (
        <dl className={styles['legend']}>
          {known.map(({ part, name, amountMinor }) => (
            <div className={styles['entry']} key={part}>
              <dt>
                <CoverageSquare part={part} />
                {name}
              </dt>
              <dd>{format(amountMinor)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** The same mark beside the rows of *Against this invoice*. */
export function CoverageSquare({ part }: Readonly<{ part: CoveragePart }>) {
  return <span className={styles['square']} data-part={part} aria-hidden />;
}

export function coverageName(part: CoveragePart): string {
  return NAMES[part];
}

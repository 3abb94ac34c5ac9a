import { Kbd, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Logo } from '../pieces/logo';
import { useIsMedium } from '../pieces/narrow';
import { PLACES } from './places';
import styles from './rail.module.css';

/** What waits behind an entry, shown right of it; an entry without a number has none. */
export type PlaceCounts = Readonly<Record<string, number>>;

type RailProps = Readonly<{
  businessName: string;
  counts: PlaceCounts;
  onShowKeys: () => void;
}>;

/** The way through the page. From 700 to 1200 px only icons, whose names then are tooltips. */
export function Rail({ businessName, counts, onShowKeys }: RailProps) {
  const isMedium = useIsMedium();
  return (
    <nav className={styles['rail']} aria-label="Pages">
      <div className={styles['business']}>
        <Logo />
        <div className={styles['names']}>
          <span className={styles['product']}>Headroom</span>
          <span className={styles['name']} title={businessName}>
            {businessName}
          </span>
        </div>
      </div>
      <Places counts={counts} withTooltips={isMedium} />
      <button className={styles['keys']} type="button" aria-label="Keyboard" onClick={onShowKeys}>
        <Kbd>?</Kbd>
        <span className={styles['label']}>Keyboard</span>
      </button>
    </nav>
  );
}

type PlacesProps = Readonly<{
  counts: PlaceCounts;
  withTooltips?: boolean;
  onGo?: () => void;
}>;

/** The entries, in the rail and in the menu of a phone. */
export function Places({ counts, withTooltips = false, onGo }: PlacesProps) {
  return (
    <ul className={styles['places']}>
      {PLACES.map(({ to, label, icon: Icon }) => {
        const count = counts[to] ?? 0;
        const name = count > 0 ? `${label}, ${count} open` : label;
        return (
          <li key={to}>
            <Tooltip label={name} position="right" disabled={!withTooltips}>
              <Link className={styles['place']} to={to} onClick={onGo} aria-label={name}>
                <Icon size={18} stroke={1.75} aria-hidden />
                <span className={styles['label']}>{label}</span>
                {count > 0 && <span className={styles['count']}>{count}</span>}
              </Link>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

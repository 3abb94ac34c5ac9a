import { Radio } from '@mantine/core';
import { useId } from 'react';
import { TrimStrategy } from '../../domain/trim';
import styles from './before-after-table.module.css';

const STRATEGIES = [
  { strategy: TrimStrategy.nearestFirst, label: 'Nearest first' },
  { strategy: TrimStrategy.tailFirst, label: 'From the end' },
  { strategy: TrimStrategy.proRata, label: 'Evenly' },
] as const;

export type StrategyChoice = Readonly<{
  chosen: TrimStrategy;
  onChoose: (strategy: TrimStrategy) => void;
}>;

/** Which planned payments give way first. Choosing redraws the rows in place. */
export function StrategyRadios({ chosen, onChoose }: StrategyChoice) {
  const name = useId();
  return (
    <fieldset className={styles['strategies']}>
      <legend className="hr-unseen">Which planned payments give way first</legend>
      {STRATEGIES.map(({ strategy, label }) => (
        <Radio
          key={strategy}
          name={name}
          label={label}
          checked={strategy === chosen}
          onChange={() => onChoose(strategy)}
        />
      ))}
    </fieldset>
  );
}

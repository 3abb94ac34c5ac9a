import { useId } from 'react';
import styles from './choice-radios.module.css';

export type Choice<Value extends string> = Readonly<{
  value: Value;
  label: string;
  /** What follows from it, said before it is chosen. */
  consequence: string;
}>;

type ChoiceRadiosProps<Value extends string> = Readonly<{
  label: string;
  choices: readonly Choice<Value>[];
  /** Null until a person has chosen: nothing is taken by itself. */
  chosen: Value | null;
  onChoose: (value: Value) => void;
}>;

/** A decision as radios, one under the other, each with its consequence. */
export function ChoiceRadios<Value extends string>(props: ChoiceRadiosProps<Value>) {
  const { label, choices, chosen, onChoose } = props;
  const group = useId();
  return (
    <fieldset className={styles['choices']}>
      <legend className={styles['legend']}>{label}</legend>
      {choices.map(({ value, label: name, consequence }) => (
        <label className={styles['choice']} key={value}>
          <input
            className={styles['radio']}
            type="radio"
            name={group}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span>
            <span className={styles['name']}>{name}</span>
            <span className={styles['consequence']}>{consequence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

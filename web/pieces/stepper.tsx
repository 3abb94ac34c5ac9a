import { IconCheck } from '@tabler/icons-react';
import styles from './stepper.module.css';

type StepperProps = Readonly<{
  steps: readonly string[];
  /** Index of the step that is on; `steps.length` when all are done. */
  current: number;
}>;

/** Where a dialog is on its way. Says, does not act: Back and Continue stand in the foot. */
export function Stepper({ steps, current }: StepperProps) {
  return (
    <ol className={styles['steps']} aria-label="Steps">
      {steps.map((step, index) => {
        const state = index < current ? 'done' : index === current ? 'now' : 'ahead';
        return (
          <li
            className={styles['step']}
            key={step}
            data-state={state}
            {...(state === 'now' && { 'aria-current': 'step' as const })}
          >
            <span className={styles['circle']} aria-hidden>
              {state === 'done' ? <IconCheck size={12} stroke={2.2} /> : index + 1}
            </span>
            {step}
            {state === 'done' && <span className="hr-unseen">, done</span>}
          </li>
        );
      })}
    </ol>
  );
}

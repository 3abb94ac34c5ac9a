import { Button, Kbd } from '@mantine/core';
import { Dialog } from '../pieces/dialog';
import styles from './keyboard-help.module.css';

const GROUPS: readonly Readonly<{
  title: string;
  keys: readonly (readonly [keys: readonly string[], what: string])[];
}>[] = [
  {
    title: 'Everywhere',
    keys: [
      [['/', 'Ctrl K'], 'Search clients, invoices, amounts, actions'],
      [['?'], 'Show these keys'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'In a list',
    keys: [
      [['j', 'k'], 'Next and previous row'],
      [['x'], 'Select the row or take it out'],
      [['Shift x'], 'Select up to the row'],
      [['Enter'], 'Open the row'],
      [['p'], 'Pay what is selected'],
    ],
  },
  {
    title: 'In the calendar',
    keys: [
      [['j', 'k'], 'Next and previous month'],
      [['t'], 'This month'],
      [['←', '→', '↑', '↓'], 'From day to day'],
      [['Enter'], 'Open the day'],
    ],
  },
  {
    title: 'In the approvals',
    keys: [[['a'], 'Approve what is selected']],
  },
  {
    title: 'In an invoice',
    keys: [
      [['j', 'k'], 'Next and previous invoice'],
      [['p'], 'Pay it'],
    ],
  },
];

/** Every key of the page. */
export function KeyboardHelp({
  isOpen,
  onClose,
}: Readonly<{ isOpen: boolean; onClose: () => void }>) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Keyboard"
      width={480}
      foot={{ acts: <Button onClick={onClose}>Close</Button> }}
    >
      {GROUPS.map(({ title, keys }) => (
        <section className={styles['group']} key={title}>
          <h2 className="hr-section">{title}</h2>
          <dl className={styles['keys']}>
            {keys.map(([names, what]) => (
              <div className={styles['key']} key={what}>
                <dt>
                  {names.map((name) => (
                    <Kbd key={name}>{name}</Kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

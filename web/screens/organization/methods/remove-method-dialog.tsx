import { useQueryClient } from '@tanstack/react-query';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { useLookedAt } from '../../../api/use-looked-at';
import { useSending } from '../../../api/use-sending';
import { ActDialog } from '../../../pieces/act-dialog';
import { GoOnFromHere, MeanwhileNote } from '../../../pieces/meanwhile-note';
import { showToast } from '../../../pieces/toast';
import { useWords } from '../../../words/business';
import { methodWords } from '../../../words/methods';
import { plural } from '../../../words/plural';
import { PaymentLink } from '../../payment/payment-link';
import records from '../../../pieces/records.module.css';
import styles from './methods.module.css';

type RemoveMethodDialogProps = Readonly<{ method: PaymentMethod; onClose: () => void }>;

const REFUSALS = {
  METHOD_HAS_PLANS: 'A payment or a rule came on it a moment ago. It is listed now: look again.',
} as const;

/** Names every payment that is planned on it before it goes: none is left dangling. */
export function RemoveMethodDialog({ method, onClose }: RemoveMethodDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const name = methodWords(method);
  // What hangs on it is agreed to as it was read: what comes on it meanwhile is looked at first.
  const { looked, changes, lookAgain } = useLookedAt(method, planChanges);
  const { planned, rules, isDefault } = looked;
  const readAgain = () => queries.invalidateQueries({ queryKey: ['listPaymentMethods'] });
  const remove = useSending({
    mutationFn: () =>
      api.removePaymentMethod({
        params: { id: method.id },
        query: {
          version: String(looked.version),
          confirmed: planned.length + rules.length > 0 ? 'true' : 'false',
        },
      }),
    onSuccess: async () => {
      showToast({ tone: 'done', words: `Removed ${name}` });
      onClose();
      await readAgain();
    },
    onError: readAgain,
  });
  return (
    <ActDialog
      title={`Remove ${name}`}
      width={560}
      onClose={onClose}
      isBackFirst
      sentence="What was paid with it stays as it is"
      act={
        planned.length > 0
          ? `Remove it, review ${plural(planned.length, 'payment')}`
          : `Remove ${name}`
      }
      canAct={changes.length === 0}
      isActing={remove.isPending}
      onAct={() => remove.send()}
      trouble={
        remove.error && {
          headline: `${name} is still there.`,
          sentence: changingTrouble(remove.error, REFUSALS),
        }
      }
    >
      {changes.length > 0 && !remove.isPending && (
        <MeanwhileNote
          headline="Something changed while you looked at it."
          changes={changes}
          choices={
            <GoOnFromHere
              onClick={() => {
                remove.reset();
                lookAgain();
              }}
            />
          }
        />
      )}
      {planned.length > 0 && <Planned planned={planned} />}
      {rules.length > 0 && <Rules rules={rules} />}
      {planned.length + rules.length === 0 && (
        <p className={records['truth']}>
          Nothing is planned on it. It cannot be chosen any more, also not by autopay.
        </p>
      )}
      {isDefault && (
        <p className={records['truth']}>
          It is the default: the client has none then, until you name another one.
        </p>
      )}
    </ActDialog>
  );
}

/** What came on the method, or left it, since it was looked at. */
function planChanges(looked: PaymentMethod, present: PaymentMethod): readonly string[] {
  const namesOf = ({ planned, rules }: PaymentMethod) => [
    ...planned.map(({ payment }) => payment.number),
    ...rules.map(({ name }) => `the rule ${name}`),
  ];
  const [before, now] = [namesOf(looked), namesOf(present)];
  return [
    ...now.filter((name) => !before.includes(name)).map((name) => `On it now: ${name}.`),
    ...before.filter((name) => !now.includes(name)).map((name) => `No longer on it: ${name}.`),
    ...(looked.isDefault === present.isDefault
      ? []
      : [present.isDefault ? 'It is the default now.' : 'It is not the default any more.']),
  ];
}

function Rules({ rules }: Pick<PaymentMethod, 'rules'>) {
  return (
    <>
      <p className={records['truth']}>
        These rules of autopay pay with it. They pay nothing until you give them another method;
        each gets a task.
      </p>
      <ul className={styles['planned']}>
        {rules.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </>
  );
}

function Planned({ planned }: Pick<PaymentMethod, 'planned'>) {
  const words = useWords();
  return (
    <>
      <p className={records['truth']}>
        These payments are planned on it. They go to review, each with a task: nothing of them is
        charged until you choose another method or cancel them.
      </p>
      <ul className={styles['planned']}>
        {planned.map(({ payment, runOn, amount }) => (
          <li key={payment.id}>
            <PaymentLink {...payment} />
            <span className="hr-dim">
              {runOn === null ? 'a draft' : words.dateWithWeekday(runOn)}
            </span>
            <span className={styles['figure']}>
              {words.money(amount.amountMinor, amount.currency)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { useSending } from '../../../api/use-sending';
import { BrandMark } from '../../../pieces/brand-mark';
import { StatusChips } from '../../../pieces/status-chip';
import { showToast } from '../../../pieces/toast';
import { useWords } from '../../../words/business';
import { methodWords } from '../../../words/methods';
import { expiryWords, methodChips, plannedWords } from './method-words';
import records from '../../../pieces/records.module.css';
import styles from './methods.module.css';

type MethodRowProps = Readonly<{
  method: PaymentMethod;
  /** Absent for someone who only reads. */
  onRename?: () => void;
  onRemove?: () => void;
}>;

/** One saved method: what it is, how it stands, what hangs on it. */
export function MethodRow({ method, onRename, onRemove }: MethodRowProps) {
  const words = useWords();
  const { kind, brand, friendlyName, isDefault, status, readAt } = method;
  const expiry = expiryWords(method, words);
  const read = `read from the gateway ${words.fullDateAndTime(readAt)}`;
  return (
    <li className={records['row']}>
      <BrandMark brand={brand} kind={kind} />
      <div className={records['words']}>
        <div className={records['line']}>
          <span className={records['name']}>{methodWords(method)}</span>
          {friendlyName !== null && <span className="hr-dim">{friendlyName}</span>}
          <StatusChips chips={methodChips(method, words)} shown={3} />
        </div>
        <div className={records['sentence']}>{plannedWords(method, words)}</div>
        <div className={records['meta']}>
          {expiry === null ? `R${read.slice(1)}` : `${expiry} · ${read}`}
        </div>
      </div>
      {onRename && onRemove && (
        <div className={styles['acts']}>
          {!isDefault && status === 'usable' && <MakeDefault method={method} />}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={`More about ${methodWords(method)}`}>
                <IconDots size={18} stroke={1.75} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
                onClick={onRename}
              >
                Rename
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
                onClick={onRemove}
              >
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
    </li>
  );
}

function MakeDefault({ method }: Readonly<{ method: PaymentMethod }>) {
  const api = useApi();
  const queries = useQueryClient();
  const name = methodWords(method);
  const change = useSending({
    isRepeatable: true,
    mutationFn: () =>
      api.changePaymentMethod({
        params: { id: method.id },
        body: { version: method.version, isDefault: true },
      }),
    onSuccess: async () => {
      showToast({ tone: 'done', words: `${name} is the default now` });
      await queries.invalidateQueries({ queryKey: ['listPaymentMethods'] });
    },
    onError: (error) =>
      showToast({
        tone: 'bad',
        words: `${name} is not the default: ${changingTrouble(error, {
          METHOD_UNUSABLE: 'The gateway says it cannot be charged.',
        })}`,
      }),
  });
  return (
    <Button
      size="sm"
      variant="quiet"
      aria-label={`Make ${name} the default`}
      loading={change.isPending}
      onClick={() => change.send()}
    >
      Make default
    </Button>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconCreditCard, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useApi } from '../../../api/api';
import { useCanBill } from '../../../api/session';
import { readingTrouble } from '../../../api/trouble';
import { SkeletonBar } from '../../../pieces/skeleton';
import { EmptyState, ErrorState } from '../../../pieces/state-panel';
import { useOrganization } from '../use-organization';
import { AddMethodDialog } from './add-method-dialog';
import { MethodRow } from './method-row';
import { methodsQuery } from './methods-query';
import { RemoveMethodDialog } from './remove-method-dialog';
import { RenameMethodDialog } from './rename-method-dialog';
import records from '../../../pieces/records.module.css';

const route = getRouteApi('/frame/organizations/$id/methods');

type Opened = Readonly<{ act: 'rename' | 'remove'; id: string }> | 'add' | null;

/** The saved methods of one client, the default first. */
export function MethodsTab() {
  const { id } = route.useParams();
  const api = useApi();
  const canBill = useCanBill();
  const name = useOrganization(id).data?.name ?? '';
  const methods = useQuery(methodsQuery(api, id));
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  if (!methods.data) {
    if (!methods.error) return <Loading />;
    return (
      <ErrorState
        title="The methods could not be read"
        onRetry={() => void methods.refetch()}
        {...readingTrouble(methods.error)}
      />
    );
  }
  const { items } = methods.data;
  const addButton = canBill && (
    <Button
      size="sm"
      leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
      onClick={() => setOpened('add')}
    >
      Add a method
    </Button>
  );
  return (
    <div className={records['panel']}>
      {items.length === 0 ? (
        <EmptyState
          icon={IconCreditCard}
          title="No method is saved"
          sentence="A payment needs a card or a bank account of the client."
          actions={addButton}
        />
      ) : (
        <>
          <div className={records['toolbar']}>
            <span className="hr-dim">Numbers are kept by the gateway, never here.</span>
            {addButton}
          </div>
          <ul className={records['rows']} aria-label={`Methods of ${name}`}>
            {items.map((method) => (
              <MethodRow
                key={method.id}
                method={method}
                {...(canBill && {
                  onRename: () => setOpened({ act: 'rename', id: method.id }),
                  onRemove: () => setOpened({ act: 'remove', id: method.id }),
                })}
              />
            ))}
          </ul>
        </>
      )}
      {opened === 'add' && (
        <AddMethodDialog
          organizationId={id}
          organizationName={name}
          isFirst={items.length === 0}
          onClose={close}
        />
      )}
      <MethodDialogs opened={opened} methods={items} onClose={close} />
    </div>
  );
}

type MethodDialogsProps = Readonly<{
  opened: Opened;
  methods: readonly PaymentMethod[];
  onClose: () => void;
}>;

/** With the method as it is now, also when it changed while the dialog was open. */
function MethodDialogs({ opened, methods, onClose }: MethodDialogsProps) {
  if (opened === null || opened === 'add') return null;
  const method = methods.find(({ id }) => id === opened.id);
  if (!method) return null;
  return opened.act === 'rename' ? (
    <RenameMethodDialog method={method} onClose={onClose} />
  ) : (
    <RemoveMethodDialog method={method} onClose={onClose} />
  );
}

function Loading() {
  return (
    <div className={records['panel']} role="status" aria-label="Methods are being read">
      {[150, 170].map((width) => (
        <div className={records['row']} key={width}>
          <SkeletonBar width={34} shape="chip" />
          <span className={records['words']}>
            <SkeletonBar width={width} />
          </span>
        </div>
      ))}
    </div>
  );
}

import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { useSending } from '../../../api/use-sending';
import { ActDialog } from '../../../pieces/act-dialog';
import { methodWords } from '../../../words/methods';
import { MEANWHILE_FIRST, TypedMeanwhile } from '../../typed-meanwhile';
import { useTypedOver } from '../../use-typed-over';

type RenameMethodDialogProps = Readonly<{ method: PaymentMethod; onClose: () => void }>;

/** The name by which colleagues know a method. It changes nothing at the gateway. */
export function RenameMethodDialog({ method, onClose }: RenameMethodDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const { id, version, friendlyName } = method;
  const typed = useTypedOver({ name: friendlyName ?? '' });
  const { name } = typed.values;
  const isOvertaken = typed.overtaken.length > 0;
  const read = () => queries.invalidateQueries({ queryKey: ['listPaymentMethods'] });
  const rename = useSending({
    mutationFn: () =>
      api.changePaymentMethod({
        params: { id },
        body: { version, friendlyName: name.trim() || null },
      }),
    onSuccess: async () => {
      onClose();
      await read();
    },
    // What is shown may be old.
    onError: read,
  });
  return (
    <ActDialog
      title={`Rename ${methodWords(method)}`}
      onClose={onClose}
      sentence={isOvertaken ? MEANWHILE_FIRST : undefined}
      act="Save the name"
      canAct={!isOvertaken}
      isActing={rename.isPending}
      onAct={() => rename.send()}
      trouble={
        rename.error && {
          headline: 'The name is not saved.',
          sentence: changingTrouble(rename.error),
        }
      }
    >
      <TypedMeanwhile
        what="this method"
        changes={
          isOvertaken
            ? [
                friendlyName === null
                  ? 'It has no name of its own now.'
                  : `It is called ${friendlyName} now.`,
              ]
            : []
        }
        onKeep={() => {
          rename.reset();
          typed.keepMine();
        }}
        onLetGo={() => {
          rename.reset();
          typed.letGo();
        }}
      />
      <TextInput
        label="Name for it"
        description="Empty: it goes by its brand and last four."
        maxLength={60}
        data-autofocus
        value={name}
        onChange={(event) => typed.set({ name: event.currentTarget.value })}
      />
    </ActDialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { showToast } from '../../pieces/toast';

type Hold = Readonly<{
  version: number;
  autopayHold?: boolean;
  autopayExcluded?: boolean;
  /** Of the whole invoice: taken off only, putting it on wants a reason. */
  onHold?: false;
}>;

/** Holds one invoice from autopay or excludes it, and takes that back. A waiting run of it is cancelled. */
export function useAutopayHold(invoiceId: string, number: string) {
  const api = useApi();
  const queries = useQueryClient();
  const read = () => readAgain(queries, [{ topic: 'invoice', id: invoiceId }]);
  return useSending({
    isRepeatable: true,
    mutationFn: (body: Hold) => api.changeInvoice({ params: { id: invoiceId }, body }),
    onSuccess: async (_, { autopayHold, autopayExcluded, onHold }) => {
      await read();
      const isOut = autopayHold ?? autopayExcluded ?? onHold;
      showToast({
        tone: 'done',
        words: isOut ? `Autopay leaves ${number} alone` : `Rules may take ${number} again`,
      });
    },
    onError: async (error) => {
      await read();
      showToast({ tone: 'bad', words: `${number} is as it was: ${changingTrouble(error)}` });
    },
  });
}

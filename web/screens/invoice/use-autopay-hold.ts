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

/** What is sent names its invoice: the answer may come when another one is shown. */
type Held = Readonly<{ id: string; number: string; body: Hold }>;

/** Holds one invoice from autopay or excludes it, and takes that back. A waiting run of it is cancelled. */
export function useAutopayHold() {
  const api = useApi();
  const queries = useQueryClient();
  const read = ({ id }: Held) => readAgain(queries, [{ topic: 'invoice', id }]);
  return useSending({
    isRepeatable: true,
    mutationFn: ({ id, body }: Held) => api.changeInvoice({ params: { id }, body }),
    onSuccess: async (_, held) => {
      await read(held);
      const { autopayHold, autopayExcluded, onHold } = held.body;
      const isOut = autopayHold ?? autopayExcluded ?? onHold;
      showToast({
        tone: 'done',
        words: isOut
          ? `Autopay leaves ${held.number} alone`
          : `Rules may take ${held.number} again`,
      });
    },
    onError: async (error, held) => {
      await read(held);
      showToast({ tone: 'bad', words: `${held.number} is as it was: ${changingTrouble(error)}` });
    },
  });
}

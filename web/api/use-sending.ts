import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';

type SendingOptions<Given, Answer> = UseMutationOptions<Answer, Error, Given> &
  Readonly<{
    /** After a yes it may be sent again too: for a button that stays, a switch, a form kept open. */
    isRepeatable?: boolean;
  }>;

/**
 * A change that a click sends, once: a second click that comes before the page knows that the first is
 * under way, or while it closes after the yes, sends nothing. After a no it may be sent again.
 */
export function useSending<Given = void, Answer = unknown>({
  isRepeatable = false,
  ...options
}: SendingOptions<Given, Answer>) {
  const isSent = useRef(false);
  const { mutate, reset, isPending, isSuccess, error, variables } = useMutation({
    ...options,
    onError: (...failed) => {
      isSent.current = false;
      return options.onError?.(...failed);
    },
    onSettled: (...settled) => {
      if (isRepeatable) isSent.current = false;
      return options.onSettled?.(...settled);
    },
  });
  /** What comes next is another change. */
  const begin = useCallback(() => {
    isSent.current = false;
    reset();
  }, [reset]);
  return {
    isPending,
    isSuccess,
    error,
    /** What was sent last; undefined before, and once another change has begun. */
    sent: variables,
    send: (given: Given) => {
      if (isSent.current) return;
      isSent.current = true;
      mutate(given);
    },
    reset: begin,
  };
}

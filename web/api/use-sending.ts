import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';

/**
 * A change that a click sends, once: a second click that comes before the page knows that the first is
 * under way, or while it closes after the yes, sends nothing. After a no it may be sent again.
 */
export function useSending<Given, Answer = unknown>(
  options: UseMutationOptions<Answer, Error, Given>,
) {
  const isSent = useRef(false);
  const { mutate, reset, isPending, isSuccess, error } = useMutation({
    ...options,
    onError: (...failed) => {
      isSent.current = false;
      return options.onError?.(...failed);
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
    send: (given: Given) => {
      if (isSent.current) return;
      isSent.current = true;
      mutate(given);
    },
    reset: begin,
  };
}

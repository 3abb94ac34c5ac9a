import { useEffect, useState } from 'react';

type Going = Readonly<{
  /** Everything for the next step is there. */
  isReady: boolean;
  /** The server is being asked about what stands there now. */
  isBehind: boolean;
  /** What the person looks at and would agree to by going on; null where nothing is agreed to. */
  looked: string | null;
  onNext: () => void;
  /** It was pressed, and the answer did not let it go on. */
  onStay: () => void;
}>;

/**
 * A press that comes before the answer to what was just typed is not lost: it waits, and goes on by
 * itself. It does not when the answer refuses, or is another picture than the one that was looked at.
 */
export function useGoingOn({ isReady, isBehind, looked, onNext, onStay }: Going) {
  const [pressed, setPressed] = useState<Readonly<{ looked: string | null }> | null>(null);
  useEffect(() => {
    if (pressed === null || isBehind) return;
    setPressed(null);
    if (isReady && looked === pressed.looked) onNext();
    else onStay();
  }, [pressed, isReady, isBehind, looked, onNext, onStay]);
  return {
    isWaiting: pressed !== null && isBehind,
    goOn: () => {
      if (isReady) onNext();
      else if (isBehind) setPressed({ looked });
    },
    /** Something else was typed after the press. */
    stay: () => setPressed(null),
  };
}

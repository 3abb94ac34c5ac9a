import { type ReactNode, useEffect, useRef } from 'react';

type StepHeadlineProps = Readonly<{ className?: string | undefined; children: ReactNode }>;

/** What a step says first. It takes the focus as it appears: the button that was pressed is another one now. */
export function StepHeadline({ className = 'hr-title', children }: StepHeadlineProps) {
  const headline = useRef<HTMLHeadingElement>(null);
  useEffect(() => headline.current?.focus({ preventScroll: true }), []);
  return (
    <h2 ref={headline} className={className} tabIndex={-1} data-autofocus>
      {children}
    </h2>
  );
}

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import styles from './token-frame.module.css';

/** What the gateway's form says when it has made a token of a number. */
const TokenMessage = z.object({
  source: z.literal('sandbox-form'),
  type: z.literal('token'),
  token: z.string().min(1),
  brand: z.string(),
  lastFour: z.string(),
});
export type Token = Pick<z.output<typeof TokenMessage>, 'token' | 'brand' | 'lastFour'>;

const HeightMessage = z.object({
  source: z.literal('sandbox-form'),
  type: z.enum(['ready', 'resized']),
  height: z.number().positive(),
});

/** Before the form has said how high it is; enough for its usual fields. */
const FIRST_HEIGHT = 250;
/** A form that says it is higher than this scrolls. */
const HEIGHT_MAX = 600;

type TokenFrameProps = Readonly<{
  /** Page of the gateway that takes the number. */
  url: string;
  /** The only origin whose messages are believed. */
  origin: string;
  kind: 'card' | 'bankDebit';
  onToken: (token: Token) => void;
}>;

/**
 * The gateway's own form in a frame. The number goes from it straight to the gateway: this page sees
 * a token and how the method is called, never the number.
 */
export function TokenFrame({ url, origin, kind, onToken }: TokenFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const scheme = useComputedColorScheme();
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const latest = useRef(onToken);
  latest.current = onToken;
  useEffect(() => {
    const onMessage = ({ source, origin: sender, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow || sender !== origin) return;
      const token = TokenMessage.safeParse(data);
      if (token.success) latest.current(token.data);
      const resized = HeightMessage.safeParse(data);
      if (resized.success) setHeight(Math.min(resized.data.height, HEIGHT_MAX));
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [origin]);
  // Told, not asked for anew: another address would empty what was typed.
  useEffect(() => {
    const message = { target: 'sandbox-form', type: 'scheme', scheme };
    frame.current?.contentWindow?.postMessage(message, origin);
  }, [scheme, origin]);
  const [firstScheme] = useState(scheme);
  const here = window.location.origin;
  const query = new URLSearchParams({ kind, origin: here, scheme: firstScheme });
  return (
    <iframe
      ref={frame}
      className={styles['frame']}
      title={kind === 'card' ? 'Card form of the gateway' : 'Bank account form of the gateway'}
      src={`${url}?${query}`}
      style={{ height }}
    />
  );
}

/** Headers that every answer carries; the content policy names each origin the page may use. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const HSTS_SECONDS = 365 * 24 * 60 * 60;

/**
 * @param publicUrl only over https the browser is told to insist on it.
 * @param frameOrigins where the gateway's form and, in the sandbox, the inbox live.
 */
export function securityHeaders(
  options: Readonly<{ publicUrl: string; frameOrigins: readonly string[] }>,
): RequestHandler {
  const isHttps = options.publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The component library and mails shown as sent carry style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        frameSrc: ["'self'", ...options.frameOrigins],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: HSTS_SECONDS } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

/** Of a document: it may be shown in a frame of ours, and nothing in it may do anything. */
export const DOCUMENT_HEADERS = {
  'Content-Type': 'application/pdf',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
} as const;

/** The body of `POST /emails`, as far as it is used here; what else may come is accepted and kept. */
import { z } from 'zod';

/** `Name <name@example.org>` or the address alone. */
const ADDRESS = /^(?:[^<>\r\n]*<\s*([^\s<>@,;]+@[^\s<>@,;]+)\s*>|([^\s<>@,;]+@[^\s<>@,;]+))$/;

export function addressIn(text: string): string | null {
  const found = ADDRESS.exec(text.trim());
  return found?.[1] ?? found?.[2] ?? null;
}

const Address = z.string().refine((text) => addressIn(text) !== null, 'not an e-mail address');
const Addresses = z.union([Address.transform((one) => [one]), z.array(Address).min(1).max(50)]);
const OneLine = z.string().regex(/^[^\r\n]*$/, 'must be one line');

export const MailRequest = z
  .object({
    from: Address,
    to: Addresses,
    cc: Addresses.optional(),
    bcc: Addresses.optional(),
    reply_to: Addresses.optional(),
    subject: OneLine.min(1),
    html: z.string().optional(),
    text: z.string().optional(),
    headers: z.record(z.string(), OneLine).optional(),
    attachments: z
      .array(
        z.object({
          filename: OneLine.min(1),
          content: z.base64(),
          content_type: OneLine.optional(),
        }),
      )
      .max(20)
      .optional(),
  })
  .refine(({ html, text }) => html !== undefined || text !== undefined, {
    path: ['html'],
    message: 'one of html and text is needed',
  });
export type MailRequest = z.infer<typeof MailRequest>;

/**
 * The smallest parts: ids, amounts, dates. One codec for money everywhere: a whole number of minor
 * units up to 2^53 − 1 beside its currency; a larger one is refused, never rounded.
 */
import { z } from 'zod';
import { MethodKind } from '../domain/ports';

/** Lower case always: the id is part of workflow ids and keys, where case counts. */
export const Uuid = z.uuid().toLowerCase();
/** `YYYY-MM-DD`, a day of the calendar without a zone. */
export const CivilDate = z.iso.date();
/** UTC, `2026-11-25T09:00:00Z`, with or without milliseconds. */
export const Instant = z.iso.datetime();
/** ISO 4217, upper case. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters');
/** Whole minor units, from −(2^53 − 1) to 2^53 − 1. */
export const Minor = z.int();
/** Made by every change; a PATCH carries the one it was made from. */
export const Version = z.int().min(1);
export const EmailAddress = z.email().max(254);

export const Amount = z
  .strictObject({ amountMinor: Minor, currency: Currency })
  .meta({ id: 'Amount', description: 'Whole minor units of a currency.' });
export type Amount = z.output<typeof Amount>;

/** One line of text, trimmed, without control characters. `max` counts UTF-16 units. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line without control characters');
}

/** Text of several lines, trimmed. */
export function paragraph(max: number) {
  return z.string().trim().max(max);
}

/** Absent and null mean the same, and arrive as null. */
export function orNull<T extends z.ZodType>(schema: T) {
  return schema.nullable().default(null);
}

/** A comma-separated list in a query. */
export function listOf<T extends z.ZodType<unknown, string>>(item: T, max: number) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1).max(max));
}

/** A whole number in a query. */
export const MinorInQuery = z
  .string()
  .regex(/^-?\d{1,16}$/, 'must be a whole number of minor units')
  .transform(Number)
  .pipe(Minor);

export const VersionInQuery = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .pipe(Version);

export const ById = z.strictObject({ id: Uuid });

/** A person of the staff, by name; null where the system did it. */
export const Who = z.string().nullable();

export const MethodSummary = z
  .strictObject({
    id: Uuid,
    kind: z.enum(MethodKind),
    brand: z.string(),
    lastFour: z.string(),
    friendlyName: z.string().nullable(),
    /** `YYYY-MM`; null for a bank account. */
    expiresIn: z.string().nullable(),
  })
  .meta({ id: 'MethodSummary', description: 'A saved method as pages name it.' });
export type MethodSummary = z.output<typeof MethodSummary>;

export const OrganizationReference = z
  .strictObject({ id: Uuid, name: z.string() })
  .meta({ id: 'OrganizationReference' });

export const PaymentReference = z
  .strictObject({ id: Uuid, number: z.string() })
  .meta({ id: 'PaymentReference', description: 'A payment by its short number, `P-10423`.' });
export type PaymentReference = z.output<typeof PaymentReference>;

export const InvoiceReference = z
  .strictObject({ id: Uuid, number: z.string() })
  .meta({ id: 'InvoiceReference' });
export type InvoiceReference = z.output<typeof InvoiceReference>;

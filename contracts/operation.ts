/**
 * The shape of one HTTP operation. The API mounts it, OpenAPI is made from it, and the page's client
 * is typed by it, so that the three cannot disagree.
 */
import type { z } from 'zod';
import type { ProblemCode } from './problem-codes';

export const Role = { admin: 'admin', biller: 'biller', viewer: 'viewer' } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Who may call: everybody, or a signed-in member of staff with one of the roles. */
export type Permission = 'public' | readonly Role[];

export const ANY_ROLE = [Role.admin, Role.biller, Role.viewer] as const;
export const BILLERS = [Role.admin, Role.biller] as const;
export const ADMINS = [Role.admin] as const;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A body that is taken as it comes: a file, or a report whose signature covers its bytes. */
export type RawBody = Readonly<{ kind: 'raw'; contentType: string; description: string }>;

/** An answer that is not JSON. */
export type BytesResponse = Readonly<{ kind: 'bytes'; contentType: string; description: string }>;

/** JSON of a schema, bytes, or nothing at all. */
export type ResponseShape = z.ZodType | BytesResponse | null;

export type Operation = Readonly<{
  /** Unique, stable, a verb and a noun: the client's function of the same name. */
  id: string;
  method: Method;
  /** Below `/api`, parameters as `:name`. */
  path: `/${string}`;
  summary: string;
  tag: string;
  permission: Permission;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType | RawBody;
  responses: Readonly<Record<number, ResponseShape>>;
  /** What it may be refused with, beside what every operation may (`ALWAYS_POSSIBLE`). */
  problems: readonly ProblemCode[];
  /** Lists that are also answered as `text/csv`: by `Accept`, or by `format=csv`. */
  isCsvToo?: true;
}>;

/** Keeps the literal types of an operation while checking its shape. */
export function defineOperation<const T extends Operation>(operation: T): T {
  return operation;
}

export function isRawBody(body: Operation['body']): body is RawBody {
  return body !== undefined && 'kind' in body && body.kind === 'raw';
}

export function isBytesResponse(response: ResponseShape): response is BytesResponse {
  return response !== null && 'kind' in response && response.kind === 'bytes';
}

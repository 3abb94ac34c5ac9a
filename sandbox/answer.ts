/**
 * How an answer leaves the sandbox: after what it says is on disk, and through the fault that the
 * call ran into.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'express';
import type { DurableMemory } from './durable-memory';
import { type Fault, FaultKind } from './faults';

export type Answer = Readonly<{
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}>;

export const problem = (
  status: number,
  code: string,
  message: string,
  more: object = {},
): Answer => ({
  status,
  body: { error: { code, message, ...more } },
});

/** Answers in the shape the caller's own protocol gives to errors (`refusal`). */
export async function deliver(
  response: Response,
  memory: DurableMemory,
  fault: Fault | null,
  act: () => Answer | Promise<Answer>,
  refusal: (status: number, code: string, message: string) => Answer = problem,
): Promise<void> {
  const before = fault === null ? null : answerBefore(fault, refusal);
  if (before === 'break') {
    response.destroy();
    return;
  }
  if (before) {
    send(response, before);
    return;
  }
  const answer = await act();
  await memory.flushed();
  if (fault === null) send(response, answer);
  else await sendBroken(response, answer, fault, refusal);
}

/** The answer of a fault that strikes before anything is done; null when the call goes ahead. */
function answerBefore(
  { kind }: Fault,
  refusal: (status: number, code: string, message: string) => Answer,
): Answer | 'break' | null {
  switch (kind) {
    case FaultKind.requestLost:
    case FaultKind.late:
      return 'break';
    case FaultKind.serverError:
      return refusal(500, 'internal_server_error', 'Something broke before anything was done.');
    case FaultKind.unavailable:
      return refusal(503, 'unavailable', 'Out of service.');
    case FaultKind.rateLimited:
      return {
        ...refusal(429, 'rate_limit_exceeded', 'Too many requests.'),
        headers: { 'retry-after': '1' },
      };
    case FaultKind.answerLost:
    case FaultKind.garbled:
    case FaultKind.serverErrorAfter:
    case FaultKind.slow:
      return null;
  }
}

async function sendBroken(
  response: Response,
  answer: Answer,
  fault: Fault,
  refusal: (status: number, code: string, message: string) => Answer,
): Promise<void> {
  if (fault.kind === FaultKind.answerLost) {
    response.destroy();
  } else if (fault.kind === FaultKind.serverErrorAfter) {
    send(response, refusal(500, 'internal_server_error', 'Something broke.'));
  } else if (fault.kind === FaultKind.garbled) {
    response.status(200).type('html').send('<html><title>Bad gateway</title></html>');
  } else {
    // Unreferenced: a process that is asked to stop does not wait for a slow answer.
    await wait(fault.delayMs, undefined, { ref: false });
    if (!response.destroyed) send(response, answer);
  }
}

function send(response: Response, { status, body, headers }: Answer): void {
  response.status(status);
  if (headers) response.set(headers);
  response.json(body);
}

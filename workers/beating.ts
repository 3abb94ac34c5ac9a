import { heartbeat } from '@temporalio/activity';

/** A third of the workflows' limit for silence, so that one late beat is not taken for a death. */
const BEAT_MS = 5_000;

/** The step, saying that it is still at work while it waits for somebody else's server. */
export function beating<Input, Output>(
  step: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    const beats = setInterval(() => heartbeat(), BEAT_MS);
    try {
      return await step(input);
    } finally {
      clearInterval(beats);
    }
  };
}

/** A process for one queue: the sweeps. */
import { runAndSay } from './run-workers';

runAndSay(['system']);

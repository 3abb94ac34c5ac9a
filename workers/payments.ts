/** A process for one queue: workflows and their database work. */
import { runAndSay } from './run-workers';

runAndSay(['payments']);

/** A process for one queue: pDFs, mails and imports. */
import { runAndSay } from './run-workers';

runAndSay(['documents']);

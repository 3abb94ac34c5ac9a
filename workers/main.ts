/** A process for every queue that `WORKER_QUEUES` names: all of them on one machine. */
import { runAndSay } from './run-workers';

runAndSay(null);

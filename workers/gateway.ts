/** A process for one queue: everything that talks to the payment gateway, at the rate of the whole queue. */
import { runAndSay } from './run-workers';

runAndSay(['gateway']);

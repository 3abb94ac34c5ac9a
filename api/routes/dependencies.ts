/** What the routes are handed. Each takes the part it needs. */
import type { ListPreview } from '../../contracts/imports';
import type { MailReports, PaymentGateway } from '../../domain/ports';
import type { ClockDependencies } from '../clock/move-clock';
import type { EventHub } from '../live/event-hub';
import type { LiveEvents } from '../live/ports';
import type { Sessions } from '../sign-in/sessions';
import type { SignInLimit } from '../sign-in/sign-in-limit';
import type { Soon } from '../starting/soon';
import type { FileToPreview } from '../stores/books';
import type { ApiStores } from '../stores/index';
import type { Logger } from 'pino';

/** What is fixed by the deployment and shown to the page. */
export type Deployment = Readonly<{
  /** Ribbon, test clock and the sandbox's own forms and links. */
  isSandbox: boolean;
  sandboxUrl: string | null;
  /** Page of the gateway that takes a number and gives back a token. */
  tokenizationUrl: string | null;
  gatewayProfile: string;
  temporalUiUrl: string | null;
  temporalNamespace: string;
}>;

/** `bytes` may be the beginning of the file alone. */
export type ListPreviewer = (
  file: Readonly<{ name: string; bytes: Uint8Array; isWhole: boolean }>,
  said: FileToPreview['said'],
) => Promise<ListPreview>;

export type RouteDependencies = Readonly<{
  stores: ApiStores;
  gateway: PaymentGateway;
  /** Null where the mail service reports nothing. */
  mailReports: MailReports | null;
  soon: Soon;
  sessions: Sessions;
  signInLimit: SignInLimit;
  events: LiveEvents;
  hub: EventHub;
  /** Of live streams: how often they show that they live. */
  heartbeatMs: number;
  deployment: Deployment;
  /** The business's now; movable in the sandbox. */
  businessNow(): Promise<Date>;
  realNow(): Date;
  pause: ClockDependencies['pause'];
  importTemplate(): string;
  /** How a list would be read. */
  previewList: ListPreviewer;
  log: Logger;
}>;

/** What the sweeps do: the contract, as types. Each is one pass over a bounded number of rows. */
export type Swept = Readonly<{ started: number; signalled: number; failed: number }>;

export type Compared = Readonly<{ started: number; woken: number; failed: number }>;

export interface SystemActivities {
  /** Starts or wakes what a crash, a lost signal or an outage of Temporal left behind. */
  startOverdue(): Promise<Swept>;
  /** Starts the workflows of rules that have none, and wakes those without a rule, which then end. */
  compareRunningRules(): Promise<Compared>;
  /** Opens and closes the tasks of rules whose card ends before they run; answers of how many clients. */
  flagEndingMethods(): Promise<Readonly<{ clients: number }>>;
}

/**
 * The clients that stand above their rows in a report. A client with a total of its own is open until
 * that total, so that one can stand inside another, as the jobs of a client do; one without lasts
 * until the next.
 */
import { comparable } from '../../reading/comparable';

type Group = Readonly<{ client: string; hasTotal: boolean; start: number }>;

const TOTAL_OF = /^(?:sub[\s-]*)?total\s*(?:for|of)?[\s:-]*(.+)$/i;

/** The client that a total is of, as it is compared, or null for one that names none. */
export function clientOfTotal(label: string): string | null {
  const name = TOTAL_OF.exec(label.trim())?.[1];
  return name === undefined ? null : comparable(name);
}

export class Groups {
  private open: readonly Group[] = [];

  /** @param totalled clients that the file has a total of, as `clientOfTotal` writes them. */
  constructor(private readonly totalled: ReadonlySet<string>) {}

  /** The client of the rows that follow, with those it stands in: `Client:Job`. Null above the first. */
  get client(): string | null {
    return this.open.length === 0 ? null : this.open.map(({ client }) => client).join(':');
  }

  /** A client stands above the rows from `start` on. */
  begin(client: string, start: number): void {
    const hasTotal = this.totalled.has(comparable(client));
    this.open = [...this.open.filter((group) => group.hasTotal), { client, hasTotal, start }];
  }

  /** Ends the client of a total and answers where its rows began; null when the total is of none. */
  end(label: string): number | null {
    const client = clientOfTotal(label);
    const index = this.open.findLastIndex((group) => comparable(group.client) === client);
    const ended = this.open[index];
    if (ended === undefined) return null;
    this.open = this.open.slice(0, index);
    return ended.start;
  }
}

/**
 * The same story on the real system: done through the API as a person does it, read back from the
 * database as lines that the plain books would write.
 */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { until } from '../../../bin/waiting.mjs';
import type { Client } from '../../../contracts/client';
import type { Act } from './acts';
import type { Day } from './plain-calendar';
import type { MethodName, RuleFields } from './plain-rules';
import type { Row, Story } from './story';

const TOKENS: Readonly<Record<MethodName, { kind: 'card' | 'bankDebit'; number: string }>> = {
  good: { kind: 'card', number: '4539000000000010' },
  declining: { kind: 'card', number: '4539000000000028' },
  bank: { kind: 'bankDebit', number: '000123456789' },
};

/** After the hour of the day in Chicago, and still that day, in summer and in winter. */
const eveningOf = (day: Day) => `${day}T23:30:00.000Z`;

const PATIENCE_MS = 180_000;

export class RealBooks {
  private readonly organizations = new Map<string, string>();
  /** By `client method`, as the next. A card that comes back has the token that it had. */
  private readonly tokens = new Map<string, string>();
  private readonly methods = new Map<string, string>();
  /** By name. */
  private readonly rules = new Map<string, string>();

  constructor(
    private readonly pool: Pool,
    private readonly client: Client,
    private readonly sandboxUrl: string,
  ) {}

  /** The business, on the evening before the first day, and its clients. */
  async begin({ begins, clients }: Story): Promise<void> {
    await this.client.moveClock({ body: { to: eveningOf(begins), jump: true } });
    for (const { name, methods } of clients) {
      const id = randomUUID();
      this.organizations.set(name, id);
      await this.pool.query(
        'INSERT INTO organization (id, name, name_key) VALUES ($1, $2, lower($2))',
        [id, name],
      );
      for (const method of methods) await this.addMethod(name, method);
    }
  }

  private async addMethod(client: string, method: MethodName): Promise<void> {
    const token = this.tokens.get(`${client} ${method}`) ?? (await this.tokenOf(method));
    this.tokens.set(`${client} ${method}`, token);
    const params = { id: this.idOf(client) };
    const { id } = await this.client.addPaymentMethod({ params, body: { token } });
    this.methods.set(`${client} ${method}`, id);
  }

  private async tokenOf(method: MethodName): Promise<string> {
    const { kind, number } = TOKENS[method];
    const form =
      kind === 'card'
        ? { number, expiresIn: '2039-12', securityCode: '123' }
        : { routingNumber: '021000021', accountNumber: number };
    const response = await fetch(`${this.sandboxUrl}/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind, ...form }),
    });
    const { token } = (await response.json()) as Readonly<{ token: string }>;
    return token;
  }

  /** Everything of the days between happens, whatever is killed meanwhile. */
  async comeTo(day: Day): Promise<void> {
    const there = await until(
      async () => {
        const now = await this.client.readClock();
        if (now.now >= eveningOf(day)) return true;
        const { target } = await this.client.moveClock({ body: { to: eveningOf(day) } });
        return target === null;
      },
      { limitMs: PATIENCE_MS, everyMs: 50 },
    );
    if (there === null) throw new Error(`it never became ${day}: ${await this.whatWaits()}`);
    await this.rest();
  }

  /** Until nothing is due and nothing is on its way. */
  async rest(): Promise<void> {
    const isResting = async () => (await this.whatWaits()) === '';
    if ((await until(isResting, { limitMs: PATIENCE_MS, everyMs: 25 })) === null) {
      throw new Error(`no rest: ${await this.whatWaits()}`);
    }
  }

  private async whatWaits(): Promise<string> {
    const { rows } = await this.pool.query<{ waits: string }>(
      `WITH clock AS (SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond' AS now FROM business)
       SELECT coalesce(string_agg(what, ', '), '') AS waits FROM (
         SELECT 'rule ' || name AS what FROM autopay_watch JOIN autopay_rule ON id = rule_id, clock
          WHERE look_at <= clock.now
         UNION ALL SELECT 'payment ' || number || ' ' || state FROM payment, clock
          WHERE state IN ('reserved', 'submitting', 'unknown')
             OR (next_step_clock = 'business' AND next_step_at <= clock.now)
         UNION ALL SELECT 'import ' || status FROM import WHERE status NOT IN ('done', 'waiting')
       ) AS waiting`,
    );
    return rows[0]?.waits ?? '';
  }

  async bring(day: Day, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const money = (minor: number) => (minor / 100).toFixed(2);
    const lines = rows.map((row) =>
      [
        ...[row.client, row.number, row.issuedOn, row.dueOn ?? '', money(row.total)],
        ...[money(row.balance), 'USD', row.agreement ?? ''],
      ].join(','),
    );
    const head = 'Client,Invoice number,Issued,Due,Total,Balance,Currency,Agreement';
    const body = new Blob([`${[head, ...lines].join('\n')}\n`]);
    const asOf = `${day}T23:00:00.000Z`;
    const { id } = await this.client.openImport({ body: { source: 'The books', asOf } });
    await this.client.putImportFile({ params: { id, name: 'open.csv' }, body });
    await this.client.startImport({ params: { id } });
    await this.rest();
    const { state, counts, problem } = await this.client.readImport({ params: { id } });
    if (state !== 'done') throw new Error(JSON.stringify({ day, state, counts, problem }));
  }

  async perform(act: Act): Promise<void> {
    if (act.kind === 'changeNotice') {
      const { version } = await this.client.readSettings();
      await this.client.changeSettings({ body: { version, autopayNoticeDays: act.days } });
      return;
    }
    const params = { id: this.idOf(act.client) };
    switch (act.kind) {
      case 'addRule': {
        const body = { name: act.name, currency: 'USD', ...this.ruleBody(act.client, act.fields) };
        const { id } = await this.client.addAutopayRule({ params, body });
        this.rules.set(act.name, id);
        return;
      }
      case 'changeRule': {
        const rule = await this.rule(act.client, act.name);
        const body = { version: rule.version, ...this.ruleBody(act.client, act.fields) };
        await this.client.changeAutopayRule({ params: { id: rule.id }, body });
        return;
      }
      case 'removeRule': {
        const { id, version } = await this.rule(act.client, act.name);
        const query = { version: String(version) };
        await this.client.removeAutopayRule({ params: { id }, query });
        return;
      }
      case 'orderRules': {
        const ruleIds = act.names.map((name) => this.rules.get(name) ?? '');
        await this.client.orderAutopayRules({ params, body: { ruleIds } });
        return;
      }
      case 'makeDefault': {
        const { id, version } = await this.method(act.client, act.method);
        const body = { version, isDefault: true } as const;
        await this.client.changePaymentMethod({ params: { id }, body });
        return;
      }
      case 'addMethod':
        await this.addMethod(act.client, act.method);
        return;
      case 'removeMethod': {
        const { id, version } = await this.method(act.client, act.method);
        const query = { version: String(version), confirmed: 'true' } as const;
        await this.client.removePaymentMethod({ params: { id }, query });
        return;
      }
      case 'answer': {
        const query = { organizationId: params.id };
        const { items } = await this.client.listApprovals({ query });
        const numbers = items.map(({ invoice }) => invoice.number).toSorted();
        if (numbers.join() !== act.numbers.toSorted().join()) {
          throw new Error(`${act.client} waits for ${numbers}, not for ${act.numbers}`);
        }
        const ids = items.map(({ id }) => id);
        await this.client.decideApprovals({ body: { ids, decision: act.decision } });
        return;
      }
      case 'pay':
      case 'schedule':
        await this.client.putPayment({
          params: { id: randomUUID() },
          body: {
            organizationId: params.id,
            methodId: this.methods.get(`${act.client} ${act.method}`) ?? '',
            currency: 'USD',
            lines: [{ invoiceId: (await this.invoice(act.number)).id, amountMinor: act.amount }],
            runOn: act.runOn,
            reference: act.reference,
          },
        });
        return;
      case 'mark': {
        const { id, version } = await this.invoice(act.number);
        const { isHeld: autopayHold, isExcluded: autopayExcluded } = act.mark;
        const mark = {
          ...(autopayHold !== undefined && { autopayHold }),
          ...(autopayExcluded !== undefined && { autopayExcluded }),
        };
        await this.client.changeInvoice({ params: { id }, body: { version, ...mark } });
        return;
      }
      case 'reopen': {
        const { id, version } = await this.invoice(act.number);
        await this.client.reopenAutopay({ params: { id }, body: { version } });
        return;
      }
    }
  }

  private idOf(client: string): string {
    return this.organizations.get(client) ?? '';
  }

  private ruleBody<Fields extends Partial<RuleFields>>(client: string, fields: Fields) {
    const { method, ...rest } = fields;
    if (method === undefined) return rest;
    return { ...rest, methodId: method && (this.methods.get(`${client} ${method}`) ?? '') };
  }

  private async method(client: string, name: MethodName) {
    const { items } = await this.client.listPaymentMethods({ params: { id: this.idOf(client) } });
    const method = items.find(({ id }) => id === this.methods.get(`${client} ${name}`));
    if (method === undefined) throw new Error(`${client} has no ${name}`);
    return method;
  }

  private async rule(client: string, name: string) {
    const params = { id: this.idOf(client) };
    const { items } = await this.client.listAutopayRules({ params });
    const rule = items.find((item) => item.name === name);
    if (rule === undefined) throw new Error(`${client} has no ${name}`);
    return rule;
  }

  private async invoice(number: string): Promise<Readonly<{ id: string; version: number }>> {
    const { rows } = await this.pool.query<{ id: string; version: number }>(
      'SELECT id, version FROM invoice WHERE number = $1',
      [number],
    );
    if (rows[0] === undefined) throw new Error(`there is no ${number}`);
    return rows[0];
  }

  /** What happened, as the plain books would say it; in no order. */
  async lines(): Promise<string[]> {
    const methods = JSON.stringify(
      [...this.methods].map(([name, id]) => ({ id, name: name.split(' ').at(-1) })),
    );
    const { rows } = await this.pool.query<{ line: string }>(LINES, [methods]);
    const { rows: notices } = await this.pool.query<Notice>(NOTICES, [methods]);
    return [...rows.map(({ line }) => line), ...told(notices)];
  }

  /** Where in the window of their day rules ran, in milliseconds, of slots that only one rule told of. */
  async spread(): Promise<readonly Readonly<{ rule: string; offsets: readonly number[] }>[]> {
    const { rows } = await this.pool.query<{ rule: string; offsets: number[] }>(SPREAD);
    return rows;
  }
}

type Notice = Readonly<{
  slot: string;
  day: Day;
  number: string;
  about: string;
  amount: number;
}>;

/** The plain books know of days: that only the minute has moved is no news to them. */
function told(notices: readonly Notice[]): string[] {
  const last = new Map<string, Notice>();
  return notices.flatMap((notice) => {
    const before = last.get(notice.slot);
    if (before?.about === notice.about && before.amount >= notice.amount) return [];
    last.set(notice.slot, notice);
    return [`${notice.day} ${notice.number} told of ${notice.about}: ${notice.amount}`];
  });
}

const dayOf = (instant: string) => `(${instant} AT TIME ZONE business.zone)::date`;

const METHODS = `SELECT id, name FROM json_to_recordset($1::json) AS m(id uuid, name text)`;

const LINES = `
  WITH method AS (${METHODS})
  SELECT concat(${dayOf('decided_at')}, ' ', invoice.number, ' ', rule.name, ' v', rule_version, ' of ',
                slot.run_on, ': ', outcome,
                CASE WHEN outcome = 'charge' THEN
                  concat(' ', line.amount_minor, ' ', method.name, ' ', payment.state) END) AS line
    FROM business, autopay_slot AS slot JOIN invoice ON invoice.id = slot.invoice_id
    JOIN autopay_rule AS rule ON rule.id = rule_id
    LEFT JOIN payment ON payment.id = slot.payment_id LEFT JOIN method ON method.id = payment.method_id
    LEFT JOIN payment_line AS line ON line.payment_id = payment.id
  UNION ALL
  SELECT concat(reference, ' ', invoice.number,
                CASE WHEN state <> 'superseded' THEN concat(' ', line.amount_minor) END, ' ', state)
    FROM payment JOIN payment_line AS line ON payment_id = payment.id JOIN invoice ON invoice.id = invoice_id
   WHERE kind <> 'autopay' AND state <> 'scheduled'
  UNION ALL
  SELECT concat(${dayOf('asked_at')}, ' ', invoice.number, ' asked of ', run_on, ' ', method.name, ': ',
                maximum_minor, ' ', state)
    FROM business, autopay_approval AS question JOIN invoice ON invoice.id = question.invoice_id
    JOIN method ON method.id = question.method_id`;

const NOTICES = `
  WITH method AS (${METHODS})
  SELECT concat(invoice.id, ' ', notice.opening) AS slot, ${dayOf('noticed_at')}::text AS day, invoice.number,
         concat(run_on, ' ', method.name) AS about, amount_minor::float8 AS amount
    FROM business, autopay_notice AS notice JOIN invoice ON invoice.id = notice.invoice_id
    JOIN method ON method.id = notice.method_id ORDER BY notice.id`;

const SPREAD = `
  SELECT rule.name AS rule, json_agg(DISTINCT extract(epoch FROM slot.run_at
           - (slot.run_on + business.run_time::time) AT TIME ZONE business.zone) * 1000) AS offsets
    FROM business, autopay_slot AS slot JOIN autopay_rule AS rule ON rule.id = slot.rule_id
   WHERE slot.decided_at >= slot.run_at AND NOT EXISTS (
     SELECT FROM autopay_notice AS notice
      WHERE notice.invoice_id = slot.invoice_id AND notice.opening = slot.opening AND notice.rule_id <> slot.rule_id)
   GROUP BY rule.name`;

/**
 * What must be true of the books at every instant between two transactions. Counters are derived
 * data: each must equal what the lines say. Tests ask it after every storm, operators may any time.
 */
import type { Pool } from 'pg';

const CLAIMING = `('reserved', 'submitting', 'actionRequired', 'unknown', 'pending', 'settled')`;

const INCONSISTENCIES = `
  WITH sums AS (
    SELECT line.invoice_id,
           sum(line.amount_minor) FILTER (
             WHERE payment.state IN ${CLAIMING} AND line.inside_since IS NULL) AS firm,
           sum(line.amount_minor) FILTER (
             WHERE payment.state = 'settled' AND line.inside_since IS NULL) AS unposted,
           sum(line.amount_minor) FILTER (
             WHERE payment.state = 'scheduled'
                OR (payment.state = 'inReview' AND payment.run_on IS NOT NULL)) AS planned,
           sum(line.amount_minor) FILTER (
             WHERE payment.state = 'disputed'
               AND (line.inside_since IS NULL OR line.disputed_since IS NOT NULL)) AS disputed
      FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
     GROUP BY line.invoice_id
  )
  SELECT 'invoice ' || number || ': a counter is not the sum of its lines' AS what
    FROM invoice LEFT JOIN sums ON sums.invoice_id = invoice.id
   WHERE (firm_minor, unposted_minor, planned_minor)
         IS DISTINCT FROM (coalesce(firm, 0), coalesce(unposted, 0), coalesce(planned, 0))
  UNION ALL
  -- Books may show a dispute of a payment that is not ours: then more is disputed than our lines.
  SELECT 'invoice ' || number || ': less is disputed than its lines'
    FROM invoice JOIN sums ON sums.invoice_id = invoice.id WHERE disputed_minor < disputed
  UNION ALL
  SELECT 'invoice ' || number || ': its overage is not what is in flight above what is open'
    FROM invoice WHERE overage_minor <> greatest(0, firm_minor - open_minor)
  UNION ALL
  SELECT 'invoice ' || number || ': more is planned than it can still take'
    FROM invoice WHERE planned_minor > greatest(0, open_minor - firm_minor - disputed_minor)
  UNION ALL
  SELECT 'payments ' || state || ': they are not as many as tallied'
    FROM (SELECT state, payments FROM payment_tally UNION ALL SELECT state, -1 FROM payment) AS counted
   GROUP BY state HAVING sum(payments) <> 0
  UNION ALL
  SELECT 'client ' || organization_id || ': its figures are not what its open invoices add up to'
    FROM (SELECT organization_id, currency, open_invoices, balance, headroom
            FROM client_owed WHERE view = 'all'
           UNION ALL
          SELECT organization_id, currency, -1, unposted_minor - open_minor,
                 -greatest(0, open_minor - firm_minor - disputed_minor)
            FROM invoice WHERE open_minor > unposted_minor AND NOT is_void) AS owed
   WHERE organization_id NOT IN (SELECT organization_id FROM stale_figures)
   GROUP BY organization_id, currency
  HAVING (sum(open_invoices), sum(balance), sum(headroom)) <> (0, 0, 0)
  UNION ALL
  SELECT 'figures ' || view || ' ' || currency || ': the total is not the sum of the clients'
    FROM (SELECT view, currency, open_invoices, balance, autopay_forecast FROM figures_total
           WHERE list = 'invoices' AND currency <> ''
           UNION ALL
          SELECT view, currency, -open_invoices, -balance, -autopay_forecast FROM client_owed) AS counted
   GROUP BY view, currency
  HAVING (sum(open_invoices), sum(balance), sum(autopay_forecast)) <> (0, 0, 0)
  UNION ALL
  SELECT 'invoice ' || invoice_id || ': its forecast of autopay is kept for another client'
    FROM autopay_forecast AS kept JOIN invoice ON invoice.id = invoice_id
   WHERE kept.organization_id <> invoice.organization_id
     AND invoice.organization_id NOT IN (SELECT organization_id FROM stale_figures)
  UNION ALL
  SELECT 'payment P-' || payment.number || ': its amount is not the sum of its lines'
    FROM payment LEFT JOIN payment_line AS line ON line.payment_id = payment.id
   GROUP BY payment.id
  HAVING payment.amount_minor <> coalesce(sum(line.amount_minor), 0)
  UNION ALL
  SELECT 'payment P-' || payment.number || ': a line is not what was set less its open and applied adjustments'
    FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
    LEFT JOIN adjustment ON adjustment.payment_id = line.payment_id
         AND adjustment.invoice_id = line.invoice_id AND adjustment.status <> 'released'
         AND adjustment.id > line.set_after_adjustment
   GROUP BY payment.id, line.invoice_id, line.amount_minor, line.entered_minor
  HAVING line.amount_minor <> line.entered_minor - coalesce(sum(before_minor - after_minor), 0)`;

/** Every contradiction, in words; empty when the books are right. */
export async function inconsistenciesOf(pool: Pick<Pool, 'query'>): Promise<readonly string[]> {
  const { rows } = await pool.query<{ what: string }>(INCONSISTENCIES);
  return rows.map(({ what }) => what);
}

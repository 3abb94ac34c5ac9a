import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { RecordPanel } from '../../pieces/record-panel';
import { StatusChips } from '../../pieces/status-chip';
import { useWords } from '../../words/business';
import { invoiceChips } from '../open-invoices/invoice-chips';
import { InvoiceActions } from './invoice-actions';
import { InvoiceDocument } from './invoice-document';
import { InvoiceSummary } from './invoice-summary';

export type PanelWalk = Readonly<{
  place: string;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}>;

type InvoicePanelProps = Readonly<{
  invoice: InvoiceDetails;
  walk?: PanelWalk;
  fullPage?: ReactNode;
  onClose?: () => void;
}>;

/** One invoice: its summary beside its exact document. */
export function InvoicePanel({ invoice, ...frame }: InvoicePanelProps) {
  const words = useWords();
  const { number, organization } = invoice;
  return (
    <RecordPanel
      {...frame}
      title={number}
      subtitle={
        <Link
          className="hr-link"
          to="/organizations/$id"
          params={{ id: organization.id }}
          title={organization.name}
        >
          {organization.name}
        </Link>
      }
      chips={<StatusChips chips={invoiceChips(invoice, words)} shown={3} />}
      actions={<InvoiceActions invoice={invoice} />}
      document={<InvoiceDocument invoice={invoice} />}
      documentTab="Invoice PDF"
    >
      <InvoiceSummary invoice={invoice} />
    </RecordPanel>
  );
}

import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useShowOver } from '../../frame/use-show-over';
import { readingTrouble } from '../../api/trouble';
import { useKeys } from '../../pieces/keys';
import { ErrorState } from '../../pieces/state-panel';
import { InvoicePanel } from './invoice-panel';
import styles from './invoice-page.module.css';
import { PanelSkeleton } from './panel-skeleton';
import { useInvoiceDetails } from './use-invoice-details';

const route = getRouteApi('/frame/invoices/$id');

/** The same summary as a page of its own. */
export function InvoicePage() {
  const { id } = route.useParams();
  const showOver = useShowOver();
  const { data, error, refetch } = useInvoiceDetails(id);
  useEffect(() => {
    if (data) document.title = `${data.number} · ${data.organization.name} · Headroom`;
  }, [data]);
  useKeys({
    p: () => {
      if (data?.cannotPay === null) showOver({ pay: id, mode: 'now' });
    },
  });
  if (!data) {
    return error ? (
      <ErrorState
        title="The invoice could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    ) : (
      <PanelSkeleton />
    );
  }
  return (
    <div className={styles['page']}>
      <h1 className="hr-unseen">Invoice {data.number}</h1>
      <InvoicePanel invoice={data} />
    </div>
  );
}

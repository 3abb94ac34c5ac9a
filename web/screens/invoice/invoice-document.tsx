import { useQuery } from '@tanstack/react-query';
import { urlOf } from '../../../contracts/client';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { readInvoiceDocument } from '../../../contracts/invoices';
import { useApi } from '../../api/api';
import { PdfViewer } from '../../pieces/pdf-viewer';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';

/** The exact PDF of an invoice. Looking at it asks for it once where it was never asked for. */
export function InvoiceDocument({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  const { id, number, document } = invoice;
  useFirstAsking(invoice);
  const name = document.fileName ?? `${number}.pdf`;
  const pages = document.pages === null ? null : plural(document.pages, 'page');
  const received =
    document.receivedAt === null
      ? null
      : `received ${words.shortDate(words.civilDate(document.receivedAt))}`;
  const note = [pages, received].filter((part) => part !== null).join(', ');
  const url = (download: 'true' | 'false') =>
    urlOf(readInvoiceDocument, { params: { id }, query: { download } });
  return (
    <PdfViewer
      name={name}
      {...(note !== '' && { note })}
      document={
        document.state === 'kept'
          ? { state: 'kept', url: url('false'), downloadUrl: url('true') }
          : document.state === 'unavailable'
            ? {
                state: 'notAvailable',
                reason: `${document.reason ?? 'The books hold no document for it.'} You can pay without it.`,
              }
            : { state: 'fetching' }
      }
    />
  );
}

/** The answer says *fetching*; that it is here comes as a change of the invoice. */
function useFirstAsking({ id, document }: InvoiceDetails): void {
  const api = useApi();
  useQuery({
    queryKey: ['readInvoiceDocument', id],
    queryFn: async ({ signal }) => {
      await api.readInvoiceDocument({ params: { id } }, { signal });
      return true;
    },
    enabled: document.state === 'none',
    retry: false,
  });
}

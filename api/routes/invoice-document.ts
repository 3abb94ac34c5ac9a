import type { Response } from 'express';
import { readInvoiceDocument } from '../../contracts/invoices';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import { DOCUMENT_HEADERS } from '../security-headers';
import type { RouteDependencies } from './dependencies';
import { found } from './refusals';

/** The exact PDF. One that was never asked for is fetched now, by a workflow; asking is harmless. */
export function documentRoute(
  mounting: Mounting,
  { stores, soon }: Pick<RouteDependencies, 'stores' | 'soon'>,
): void {
  mount(mounting, readInvoiceDocument, async ({ params, query, request }) => {
    const document = found(await stores.documents.read(params.id));
    if (document.kind === 'unavailable') {
      throw new Problem('DOCUMENT_NOT_AVAILABLE', { reason: document.reason });
    }
    if (document.kind !== 'kept') {
      if (document.kind === 'none') await stores.documents.markWanted(params.id);
      soon.startDocument(params.id);
      return answer(202, { state: 'fetching' as const });
    }

    const { bytes, fileName, sha256 } = document;
    return answer(200, (response: Response) => {
      response.set(DOCUMENT_HEADERS);
      response.set('Content-Disposition', disposition(query.download === 'true', fileName));
      // The bytes of a document never change; whether one may see it does.
      response.set('Cache-Control', 'private, no-cache').set('ETag', `"${sha256}"`);
      if (request.fresh) response.status(304).end();
      else response.end(bytes);
    });
  });
}

/** RFC 6266: a plain name for the old, the exact one for the rest. */
function disposition(isDownload: boolean, fileName: string): string {
  const plain = fileName.replace(/[^\w.-]/g, '_');
  const exact = encodeURIComponent(fileName).replace(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  const kind = isDownload ? 'attachment' : 'inline';
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

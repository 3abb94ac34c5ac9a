/** Everything a worker bundles. */
export { importFiles } from './import-files';
export { invoiceDocument } from './invoice-document';
export { invoicePayment } from './invoice-payment';
export { messageDelivery } from './message-delivery';
export { sweep } from './sweep';

/** Everything a worker bundles. */
export { autopayRule } from './autopay-rule';
export { compareRules } from './compare-rules';
export { importFiles } from './import-files';
export { invoiceDocument } from './invoice-document';
export { invoicePayment } from './invoice-payment';
export { messageDelivery } from './message-delivery';
export { sweep } from './sweep';

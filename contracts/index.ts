/** Every operation of the API, in the order of its documentation. */
import * as autopayRules from './autopay-rules';
import * as approvals from './approvals';
import * as autopayReopening from './autopay-reopening';
import * as autopayVersions from './autopay-versions';
import * as calendar from './calendar';
import * as contacts from './contacts';
import * as events from './events';
import * as externalPayments from './external-payments';
import * as imports from './imports';
import * as invoiceMails from './invoice-mails';
import * as invoices from './invoices';
import * as merges from './merges';
import * as organizations from './organizations';
import * as paymentMethods from './payment-methods';
import * as payments from './payments';
import * as sandboxClock from './sandbox-clock';
import * as session from './session';
import * as settings from './settings';
import * as tasks from './tasks';
import * as unpostedLines from './unposted-lines';
import * as webhooks from './webhooks';

export const operations = {
  createSession: session.createSession,
  readSession: session.readSession,
  deleteSession: session.deleteSession,
  acceptInvitation: session.acceptInvitation,
  readSettings: settings.readSettings,
  changeSettings: settings.changeSettings,
  listOrganizations: organizations.listOrganizations,
  readOrganization: organizations.readOrganization,
  listActivity: organizations.listActivity,
  previewMerge: merges.previewMerge,
  mergeOrganization: merges.mergeOrganization,
  listInvoices: invoices.listInvoices,
  summarizeInvoices: invoices.summarizeInvoices,
  readInvoices: invoices.readInvoices,
  readInvoice: invoices.readInvoice,
  changeInvoice: invoices.changeInvoice,
  readInvoiceDocument: invoices.readInvoiceDocument,
  mailInvoice: invoiceMails.mailInvoice,
  previewExternalPayment: externalPayments.previewExternalPayment,
  recordExternalPayment: externalPayments.recordExternalPayment,
  listUnapplied: externalPayments.listUnapplied,
  previewUnapplied: externalPayments.previewUnapplied,
  applyUnapplied: externalPayments.applyUnapplied,
  listUnpostedLines: unpostedLines.listUnpostedLines,
  exportUnpostedLines: unpostedLines.exportUnpostedLines,
  markEntered: unpostedLines.markEntered,
  listImports: imports.listImports,
  openImport: imports.openImport,
  readImportTemplate: imports.readImportTemplate,
  putImportFile: imports.putImportFile,
  previewImportFile: imports.previewImportFile,
  startImport: imports.startImport,
  readImport: imports.readImport,
  listImportRows: imports.listImportRows,
  decideImportRows: imports.decideImportRows,
  listPaymentMethods: paymentMethods.listPaymentMethods,
  addPaymentMethod: paymentMethods.addPaymentMethod,
  changePaymentMethod: paymentMethods.changePaymentMethod,
  removePaymentMethod: paymentMethods.removePaymentMethod,
  listAutopayRules: autopayRules.listAutopayRules,
  addAutopayRule: autopayRules.addAutopayRule,
  changeAutopayRule: autopayRules.changeAutopayRule,
  removeAutopayRule: autopayRules.removeAutopayRule,
  orderAutopayRules: autopayRules.orderAutopayRules,
  previewAutopayRule: autopayRules.previewAutopayRule,
  readInvoiceAutopay: autopayRules.readInvoiceAutopay,
  listRuleVersions: autopayVersions.listRuleVersions,
  listContacts: contacts.listContacts,
  addContact: contacts.addContact,
  changeContact: contacts.changeContact,
  removeContact: contacts.removeContact,
  listContactProfiles: contacts.listContactProfiles,
  addContactProfile: contacts.addContactProfile,
  changeContactProfile: contacts.changeContactProfile,
  previewPayment: payments.previewPayment,
  previewSplit: payments.previewSplit,
  putPayment: payments.putPayment,
  listPayments: payments.listPayments,
  readPayment: payments.readPayment,
  cancelPayment: payments.cancelPayment,
  changePayment: payments.changePayment,
  approvePayment: payments.approvePayment,
  listReceipts: payments.listReceipts,
  sendReceipts: payments.sendReceipts,
  reopenAutopay: autopayReopening.reopenAutopay,
  listApprovals: approvals.listApprovals,
  decideApprovals: approvals.decideApprovals,
  readCalendar: calendar.readCalendar,
  listTasks: tasks.listTasks,
  resolveTask: tasks.resolveTask,
  streamEvents: events.streamEvents,
  // Before those of gateways: none may be called `mail`.
  receiveMailReport: webhooks.receiveMailReport,
  receiveGatewayReport: webhooks.receiveGatewayReport,
  readClock: sandboxClock.readClock,
  moveClock: sandboxClock.moveClock,
} as const;

export type Operations = typeof operations;
export type OperationId = keyof Operations;

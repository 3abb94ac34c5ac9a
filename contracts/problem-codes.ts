/**
 * Everything that can go wrong, in one closed table: the code is stable for ever, the status is what
 * HTTP makes of it, the title is for developers. Words for clerks are the page's.
 */
export const PROBLEMS = {
  REQUEST_INVALID: { status: 400, title: 'The request does not fit the operation.' },
  BODY_NOT_JSON: { status: 400, title: 'The body is not JSON.' },
  SIGN_IN_REQUIRED: { status: 401, title: 'Nobody is signed in.' },
  CREDENTIALS_WRONG: { status: 401, title: 'E-mail address and password do not belong together.' },
  SIGNATURE_WRONG: { status: 401, title: 'The report is not signed by this gateway.' },
  ORIGIN_NOT_ALLOWED: { status: 403, title: 'The request comes from another site.' },
  ROLE_NOT_ALLOWED: { status: 403, title: 'The role of the signed-in person does not allow this.' },
  NOT_FOUND: { status: 404, title: 'There is no such thing.' },
  DOCUMENT_NOT_AVAILABLE: { status: 404, title: 'There is no document for this invoice.' },
  INVITATION_NOT_VALID: { status: 404, title: 'The invitation is used, expired or unknown.' },
  VERSION_CONFLICT: { status: 409, title: 'It was changed meanwhile.' },
  PLAN_CHANGED: { status: 409, title: 'What it would do has changed since it was shown.' },
  PAYMENT_ID_USED: { status: 409, title: 'Another payment was placed under this id.' },
  PAYMENT_NOT_CHANGEABLE: { status: 409, title: 'The payment is past the point of being changed.' },
  MERGE_NOT_POSSIBLE: { status: 409, title: 'These two clients cannot be merged as they are.' },
  METHOD_HAS_PLANS: { status: 409, title: 'Planned payments or rules of autopay use this method.' },
  METHOD_ALREADY_SAVED: { status: 409, title: 'This method is saved already.' },
  AUTOPAY_NOT_CLOSED: {
    status: 409,
    title: 'Autopay of this invoice is open: its slot was not decided yet.',
  },
  NAME_TAKEN: { status: 409, title: 'Another one has this name.' },
  TASK_ALREADY_RESOLVED: { status: 409, title: 'Somebody has resolved this task already.' },
  IMPORT_NOT_OPEN: { status: 409, title: 'The import has been started already.' },
  IMPORT_FILE_DIFFERENT: { status: 409, title: 'Another file was given under this name.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is larger than allowed.' },
  CONTENT_TYPE_NOT_SUPPORTED: { status: 415, title: 'The content type is not supported here.' },
  INVOICE_REPEATED: { status: 422, title: 'An invoice is named twice.' },
  INVOICE_NOT_OF_ORGANIZATION: { status: 422, title: 'An invoice is not of this organization.' },
  CURRENCY_MISMATCH: { status: 422, title: 'An invoice has another currency.' },
  INVOICE_VOID: { status: 422, title: 'An invoice is void.' },
  INVOICE_ON_HOLD: { status: 422, title: 'An invoice is on hold.' },
  AMOUNT_NOT_POSITIVE: { status: 422, title: 'An amount is not above zero.' },
  AMOUNT_EXCEEDS_HEADROOM: { status: 422, title: 'An amount is more than the invoice can take.' },
  AMOUNT_EXCEEDS_UNPLANNED: { status: 422, title: 'An amount is more than is not planned yet.' },
  AMOUNT_BELOW_GATEWAY_MINIMUM: {
    status: 422,
    title: 'The total is below what the gateway takes.',
  },
  AMOUNT_ABOVE_GATEWAY_MAXIMUM: {
    status: 422,
    title: 'The total is above what the gateway takes.',
  },
  CONTACT_NOT_REACHABLE: {
    status: 422,
    title: 'A contact is not of this organization, or no mail reaches it.',
  },
  METHOD_NOT_OF_ORGANIZATION: { status: 422, title: 'The method is not of this organization.' },
  PAYMENT_NOT_OF_ORGANIZATION: {
    status: 422,
    title: 'The payment to try again or to restore is not of this organization.',
  },
  METHOD_UNUSABLE: { status: 422, title: 'The method cannot be used any more.' },
  TOO_MANY_LINES: { status: 422, title: 'A payment holds at most 200 invoices.' },
  TOO_MANY_RULES: { status: 422, title: 'A client has at most 200 autopay rules.' },
  RUN_DATE_NOT_ALLOWED: { status: 422, title: 'The date is not one a payment can run on.' },
  AMOUNT_EXCEEDS_OPEN: { status: 422, title: 'An amount is more than is open on the invoice.' },
  AMOUNT_EXCEEDS_UNAPPLIED: { status: 422, title: 'An amount is more than is left to apply.' },
  RECEIVED_DATE_NOT_ALLOWED: { status: 422, title: 'The day of receipt lies ahead.' },
  NOTHING_TO_EXPORT: { status: 422, title: 'Everything that settled is exported already.' },
  ENTERED_AT_NOT_ALLOWED: { status: 422, title: 'The instant of the entry lies ahead.' },
  DECISION_NOT_POSSIBLE: { status: 422, title: 'A row does not wait for this decision.' },
  IMPORT_EMPTY: { status: 422, title: 'The import has no file.' },
  AS_OF_NOT_ALLOWED: { status: 422, title: 'The as-of instant lies ahead.' },
  CLOCK_NOT_FORWARD: { status: 422, title: 'The test clock only moves forward.' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests in a short time.' },
  INTERNAL: { status: 500, title: 'Something went wrong here.' },
  UNAVAILABLE: { status: 503, title: 'This is not available right now.' },
} as const satisfies Readonly<Record<string, Readonly<{ status: number; title: string }>>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Possible for every operation; for public ones without the two about the signed-in person. */
export const ALWAYS_POSSIBLE = [
  'REQUEST_INVALID',
  'SIGN_IN_REQUIRED',
  'ROLE_NOT_ALLOWED',
  'ORIGIN_NOT_ALLOWED',
  'TOO_MANY_REQUESTS',
  'INTERNAL',
] as const satisfies readonly ProblemCode[];

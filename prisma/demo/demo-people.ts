/** Who works at the business of the demonstration, and what contacts of its clients may do. */
import type { NewContactProfile } from '../../contracts/contacts';
import type { Role } from '../../contracts/operation';

/** Known to everybody: these people exist on the machine of a demonstration only. */
export const DEMO_PASSWORD = 'lakefront-demo-2026';

export const DEMO_BUSINESS = {
  name: 'Lakefront IT Services',
  legalLines: [
    'Lakefront IT Services LLC',
    '400 Shoreline Drive, Suite 210, Chicago, IL 60601',
    'Registered in Illinois, no. 0781 4412',
  ],
  zone: 'America/Chicago',
} as const;

export type DemoUser = Readonly<{ name: string; email: string; role: Role }>;

export const DEMO_ADMIN: DemoUser = {
  name: 'Dana Whitfield',
  email: 'admin@lakefront.example',
  role: 'admin',
};

export const DEMO_USERS: readonly DemoUser[] = [
  DEMO_ADMIN,
  { name: 'Marco Ellery', email: 'biller@lakefront.example', role: 'biller' },
  { name: 'Priya Sandoval', email: 'viewer@lakefront.example', role: 'viewer' },
];

/** Who gets receipts and who does not, side by side: signing in and getting mail are two things. */
export const DEMO_PROFILES = {
  billing: {
    name: 'Billing admin',
    rights: [
      'viewInvoices',
      'pay',
      'schedule',
      'manageMethods',
      'manageAutopay',
      'seeCredits',
      'receiveReceipts',
      'receiveReminders',
      'receiveFailureMails',
    ],
    receiptMinimum: null,
  },
  owner: {
    name: 'Owner',
    rights: ['viewInvoices', 'seeCredits', 'receiveReceipts'],
    receiptMinimum: { amountMinor: 1_000_00, currency: 'USD' },
  },
  technician: {
    name: 'Technician',
    rights: ['viewInvoices'],
    receiptMinimum: null,
  },
} as const satisfies Readonly<Record<string, NewContactProfile>>;

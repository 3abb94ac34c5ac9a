/** Every address of the page. What a reader sees is in the address: views, searches, sorts, what is open. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { type Client, ProblemError } from '../contracts/client';
import { sessionQuery } from './api/session';
import { Frame } from './frame/frame';
import { NotFoundPage, TroublePage } from './frame/trouble-page';
import { InvitationScreen } from './screens/invitation';
import { SignInScreen } from './screens/sign-in';
import {
  ApprovalsView,
  AutopayView,
  CalendarView,
  FrameView,
  ImportView,
  InvoicesView,
  OrganizationsView,
  PaymentsView,
  SettingsView,
  TasksView,
  ToEnterView,
} from './view-state';

export type RouterContext = Readonly<{ api: Client; queries: QueryClient }>;

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({ to: z.string().optional().catch(undefined) }),
  component: function SignInPage() {
    const { to } = signInRoute.useSearch();
    return <SignInScreen destination={ownAddress(to)} />;
  },
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/$token',
  component: function InvitationPage() {
    return <InvitationScreen token={invitationRoute.useParams().token} />;
  },
});

/** Everything inside the frame is for someone who is signed in. */
const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  validateSearch: FrameView,
  component: Frame,
  errorComponent: TroublePage,
  beforeLoad: async ({ context: { api, queries }, location }) => {
    try {
      return { session: await queries.ensureQueryData(sessionQuery(api)) };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'SIGN_IN_REQUIRED')
        throw error;
      const to = location.href === '/' ? undefined : location.href;
      // oxlint-disable-next-line typescript/only-throw-error -- the router's own way to redirect
      throw redirect({ to: '/sign-in', search: { to } });
    }
  },
});

const startRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  // What waits for a person comes first.
  beforeLoad: ({ context: { session } }) => {
    // oxlint-disable-next-line typescript/only-throw-error -- the router's own way to redirect
    throw redirect({ to: session.openTasks > 0 ? '/tasks' : '/organizations', replace: true });
  },
});

const organizationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/organizations',
  validateSearch: OrganizationsView,
  component: lazyRouteComponent(() => import('./screens/organizations'), 'OrganizationsScreen'),
});

const organizationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/organizations/$id',
  component: lazyRouteComponent(
    () => import('./screens/organization/organization'),
    'OrganizationScreen',
  ),
});

const organizationInvoicesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/',
  validateSearch: InvoicesView,
  component: lazyRouteComponent(
    () => import('./screens/organization/open-invoices-tab'),
    'OpenInvoicesTab',
  ),
});

const organizationPaymentsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/payments',
  validateSearch: PaymentsView,
  component: lazyRouteComponent(() => import('./screens/organization/payments-tab'), 'PaymentsTab'),
});

const organizationAutopayRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/autopay',
  validateSearch: AutopayView,
  component: lazyRouteComponent(
    () => import('./screens/organization/autopay/autopay-tab'),
    'AutopayTab',
  ),
});

const organizationMethodsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/methods',
  component: lazyRouteComponent(
    () => import('./screens/organization/methods/methods-tab'),
    'MethodsTab',
  ),
});

const organizationContactsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/contacts',
  component: lazyRouteComponent(
    () => import('./screens/organization/contacts/contacts-tab'),
    'ContactsTab',
  ),
});

const organizationActivityRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./screens/organization/activity-tab'), 'ActivityTab'),
});

const invoicesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/invoices',
  validateSearch: InvoicesView,
  component: lazyRouteComponent(
    () => import('./screens/open-invoices/open-invoices'),
    'OpenInvoicesScreen',
  ),
});

const invoiceRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/invoices/$id',
  component: lazyRouteComponent(() => import('./screens/invoice/invoice-page'), 'InvoicePage'),
});

const paymentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/payments',
  validateSearch: PaymentsView,
  component: lazyRouteComponent(() => import('./screens/payments/payments'), 'PaymentsScreen'),
});

const paymentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/payments/$id',
  component: lazyRouteComponent(() => import('./screens/payment/payment'), 'PaymentScreen'),
});

const toEnterRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/payments/to-enter',
  validateSearch: ToEnterView,
  component: lazyRouteComponent(() => import('./screens/to-enter/to-enter'), 'ToEnterScreen'),
});

const calendarRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/calendar',
  validateSearch: CalendarView,
  component: lazyRouteComponent(() => import('./screens/calendar/calendar'), 'CalendarScreen'),
});

const approvalsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/approvals',
  validateSearch: ApprovalsView,
  component: lazyRouteComponent(() => import('./screens/approvals/approvals'), 'ApprovalsScreen'),
});

const tasksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks',
  validateSearch: TasksView,
  component: lazyRouteComponent(() => import('./screens/tasks/tasks'), 'TasksScreen'),
});

const importRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./screens/import/import-home'), 'ImportScreen'),
});

const importRunRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/import/$importId',
  validateSearch: ImportView,
  component: lazyRouteComponent(() => import('./screens/import/import-run'), 'ImportRunScreen'),
});

const settingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings',
  validateSearch: SettingsView,
  component: lazyRouteComponent(() => import('./screens/settings/settings'), 'SettingsScreen'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  invitationRoute,
  frameRoute.addChildren([
    startRoute,
    organizationsRoute,
    organizationRoute.addChildren([
      organizationInvoicesRoute,
      organizationPaymentsRoute,
      organizationAutopayRoute,
      organizationMethodsRoute,
      organizationContactsRoute,
      organizationActivityRoute,
    ]),
    invoicesRoute,
    invoiceRoute,
    paymentsRoute,
    paymentRoute,
    toEnterRoute,
    calendarRoute,
    approvalsRoute,
    tasksRoute,
    importRoute,
    importRunRoute,
    settingsRoute,
  ]),
]);

export function createPageRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    // What was fetched is kept by the query client, which knows when it is old.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: TroublePage,
    scrollRestoration: true,
  });
}

/** Only an address of this page: anything else could send a signed-in reader away. */
function ownAddress(to: string | undefined): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : '/';
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

/** What the search palette offers: places and actions at once, and what the API finds a moment later. */
import { useDebouncedValue } from '@mantine/hooks';
import { useMantineColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  IconBuilding,
  IconCreditCard,
  IconFileInvoice,
  IconKeyboard,
  IconLogout,
} from '@tabler/icons-react';
import type { Client } from '../../contracts/client';
import { useApi } from '../api/api';
import { useWords, type Words } from '../words/business';
import { PLACES } from './places';
import type { PaletteGroup, PaletteItem } from './search-palette';
import { SCHEMES } from './user-menu';

/** Long enough that a fast typist asks once. */
const PAUSE_MS = 150;
const FOUND_MAX = '5';

type Acts = Readonly<{ onShowKeys: () => void; onSignOut: () => void }>;

export function usePalette(text: string, acts: Acts) {
  const api = useApi();
  const words = useWords();
  const navigate = useNavigate();
  const actions = useActions(acts);
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS);
  const {
    data: found,
    isFetching,
    isPlaceholderData,
  } = useQuery({
    queryKey: ['palette', asked],
    queryFn: ({ signal }) => find(api, asked, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    meta: { reads: ['organization', 'invoice', 'payment'] },
  });
  const isAsked = text.trim() !== '';
  const groups: readonly PaletteGroup[] = [
    ...(isAsked && found ? foundGroups(found, words, navigate) : []),
    { label: 'Pages and actions', items: actions.filter(({ title }) => holds(title, text)) },
  ];
  return {
    groups: groups.filter(({ items }) => items.length > 0),
    isSearching: isAsked && (isFetching || asked !== text.trim()),
    isBehind: isAsked && (asked !== text.trim() || (isFetching && (isPlaceholderData || !found))),
  };
}

function holds(title: string, text: string): boolean {
  return title.toLowerCase().includes(text.trim().toLowerCase());
}

function useActions({ onShowKeys, onSignOut }: Acts): readonly PaletteItem[] {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return [
    ...PLACES.map(({ to, label, icon }) => ({
      key: to,
      icon,
      title: label,
      run: () => void navigate({ to }),
    })),
    ...SCHEMES.map(({ scheme, label, icon }) => ({
      key: scheme,
      icon,
      title: `Colours: ${label.toLowerCase()}`,
      run: () => setColorScheme(scheme),
    })),
    { key: 'keys', icon: IconKeyboard, title: 'Keyboard', run: onShowKeys },
    { key: 'out', icon: IconLogout, title: 'Sign out', run: onSignOut },
  ];
}

/** Everything that has the text in its name, number or amount; each of the three asked at once. */
async function find(api: Client, search: string, signal: AbortSignal) {
  const query = { search, limit: FOUND_MAX };
  const [clients, invoices, payments] = await Promise.all([
    api.listOrganizations({ query }, { signal }),
    api.listInvoices({ query: { ...query, status: 'any' } }, { signal }),
    api.listPayments({ query }, { signal }),
  ]);
  return { clients: clients.items, invoices: invoices.items, payments: payments.items };
}

type Found = Awaited<ReturnType<typeof find>>;
type Navigate = ReturnType<typeof useNavigate>;

function foundGroups(
  { clients, invoices, payments }: Found,
  words: Words,
  navigate: Navigate,
): readonly PaletteGroup[] {
  return [
    {
      label: 'Clients',
      items: clients.map(({ id, name, city, totals }) => ({
        key: id,
        icon: IconBuilding,
        title: name,
        ...(city !== null && { detail: city }),
        ...(totals[0] && {
          figure: words.money(totals[0].balance.amountMinor, totals[0].currency),
        }),
        run: () => void navigate({ to: '/organizations/$id', params: { id } }),
      })),
    },
    {
      label: 'Invoices',
      items: invoices.map(({ id, number, organization, balance }) => ({
        key: id,
        icon: IconFileInvoice,
        title: number,
        detail: organization.name,
        figure: words.money(balance.amountMinor, balance.currency),
        run: () => void navigate({ to: '/invoices/$id', params: { id } }),
      })),
    },
    {
      label: 'Payments',
      items: payments.map(({ id, number, organization, amount }) => ({
        key: id,
        icon: IconCreditCard,
        title: number,
        detail: organization.name,
        figure: words.money(amount.amountMinor, amount.currency),
        run: () => void navigate({ to: '/payments/$id', params: { id } }),
      })),
    },
  ];
}

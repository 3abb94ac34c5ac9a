import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { urlOf } from '../../../contracts/client';
import { listPayments } from '../../../contracts/payments';
import type { PaymentsView } from '../../view-state';

/** What the list shows, as a table of values. */
export function ExportPayments({ view }: Readonly<{ view: PaymentsView }>) {
  const query = { ...view, format: 'csv' } as const;
  return (
    <Button
      component="a"
      size="sm"
      href={urlOf(listPayments, { query })}
      leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
    >
      Export
    </Button>
  );
}

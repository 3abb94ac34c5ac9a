import { ActionIcon, Tooltip } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { useShowOver } from '../../frame/use-show-over';
import { readingTrouble } from '../../api/trouble';
import { Drawer } from '../../pieces/drawer';
import { useKeys } from '../../pieces/keys';
import { ErrorState } from '../../pieces/state-panel';
import { FrameView } from '../../view-state';
import { useWords } from '../../words/business';
import { InvoicePanel } from './invoice-panel';
import { InvoiceStack } from './invoice-stack';
import { PanelSkeleton } from './panel-skeleton';
import { useInvoiceDetails } from './use-invoice-details';

type InvoiceDrawerProps = Readonly<{
  /** The list it lies over, as far as it has been read, for previous and next. */
  ids: readonly string[];
  /** How many the list has in all. */
  count: number;
}>;

/** The summary of the invoices that the address names, over the list. */
export function InvoiceDrawer({ ids, count }: InvoiceDrawerProps) {
  const { invoice } = FrameView.parse(useSearch({ strict: false }));
  const showOver = useShowOver();
  const close = () => showOver({ invoice: undefined });
  const opened = invoice?.split(',') ?? [];
  const [only] = opened;
  return (
    <Drawer isOpen={only !== undefined} onClose={close} label="Invoice summary">
      {only !== undefined &&
        (opened.length === 1 ? (
          <One id={only} ids={ids} count={count} onClose={close} />
        ) : (
          <InvoiceStack ids={opened} onClose={close} />
        ))}
    </Drawer>
  );
}

type OneProps = InvoiceDrawerProps & Readonly<{ id: string; onClose: () => void }>;

function One({ id, ids, count, onClose }: OneProps) {
  const words = useWords();
  const showOver = useShowOver();
  const { data, error, refetch } = useInvoiceDetails(id);
  const index = ids.indexOf(id);
  const to = (next: string | undefined) =>
    next === undefined ? undefined : () => showOver({ invoice: next }, { replaces: true });
  const onPrevious = index === -1 ? undefined : to(ids[index - 1]);
  const onNext = index === -1 ? undefined : to(ids[index + 1]);
  useKeys(
    {
      j: () => onNext?.(),
      k: () => onPrevious?.(),
      p: () => {
        if (data?.cannotPay === null) showOver({ pay: id, mode: 'now' });
      },
    },
    { isInModal: true },
  );
  if (!data) {
    return error ? (
      <ErrorState
        title="The invoice could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    ) : (
      <PanelSkeleton />
    );
  }
  return (
    <InvoicePanel
      invoice={data}
      onClose={onClose}
      {...(index !== -1 && {
        walk: { place: `${words.count(index + 1)} of ${words.count(count)}`, onPrevious, onNext },
      })}
      fullPage={
        <Tooltip label="Open as a page">
          <ActionIcon component={Link} to={`/invoices/${id}` as never} aria-label="Open as a page">
            <IconArrowsMaximize size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}

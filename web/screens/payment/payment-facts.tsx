import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconExternalLink } from '@tabler/icons-react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { type Fact, HeaderFacts } from '../../pieces/header-facts';
import { useWords, type Words } from '../../words/business';
import { zoneName } from '../../words/business';
import { plural } from '../../words/plural';
import { RuleLink } from '../organization/autopay/rule-link';
import styles from './payment.module.css';

/** The few figures of a payment: how much, when, under which names. */
export function PaymentFacts({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const words = useWords();
  const { amount, invoiceCount, placedAt, placedBy, reference, charge } = payment;
  return (
    <div className={styles['facts']}>
      <HeaderFacts
        label={payment.number}
        facts={[
          {
            key: 'amount',
            label: 'Amount',
            value: words.amount(amount.amountMinor, amount.currency),
            note: `${amount.currency}, ${plural(invoiceCount, 'invoice')}`,
          },
          {
            key: 'placed',
            label: 'Placed',
            value: words.dateAndTime(placedAt),
            note: `by ${placedBy ?? 'Headroom'}`,
          },
          ...runFact(payment, words),
          ...ruleFact(payment),
          ...(reference === null
            ? []
            : [
                {
                  key: 'reference',
                  label: 'Reference',
                  value: reference,
                  note: 'printed on the receipt',
                },
              ]),
          ...(charge?.reference ? [gatewayFact(charge.gateway, charge.reference)] : []),
          workflowFact(payment),
        ]}
      />
    </div>
  );
}

function runFact({ timing, runOn }: PaymentDetails, words: Words): readonly Fact[] {
  if (timing === null) {
    return runOn === null ? [] : [{ key: 'runs', label: 'Runs', value: words.date(runOn) }];
  }
  const moved =
    timing.requestedOn === timing.runOn ? '' : `, asked for ${words.shortDate(timing.requestedOn)}`;
  return [
    {
      key: 'runs',
      label: 'Runs',
      value: words.shortDateWithWeekday(timing.runOn),
      note: `${timing.runTime} ${zoneName(timing.zone)} time${moved}`,
    },
  ];
}

/** Of an autopay payment: the rule as it was then. */
function ruleFact({ autopay, organization }: PaymentDetails): readonly Fact[] {
  if (autopay === null) return [];
  const { rule, version } = autopay;
  return [
    {
      key: 'rule',
      label: 'Autopay rule',
      isQuiet: true,
      value: <RuleLink rule={rule} clientId={organization.id} version={version} />,
      note: `version ${version}`,
    },
  ];
}

function gatewayFact(gateway: string, reference: string): Fact {
  return {
    key: 'gateway',
    label: 'Gateway’s reference',
    isQuiet: true,
    value: (
      <span className={styles['reference']}>
        {reference}
        <Tooltip label="Copy">
          <ActionIcon
            size={24}
            aria-label="Copy the gateway’s reference"
            onClick={() => void navigator.clipboard.writeText(reference)}
          >
            <IconCopy size={15} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </span>
    ),
    note: gateway,
  };
}

/** For operators: what Temporal knows of it. */
function workflowFact({ number, workflow }: PaymentDetails): Fact {
  const value =
    workflow.url === null ? (
      <span title={workflow.id}>{number}</span>
    ) : (
      <a
        className="hr-link"
        href={workflow.url}
        target="_blank"
        rel="noreferrer"
        title={workflow.id}
      >
        payment:{workflow.id.slice(-8)}{' '}
        <IconExternalLink size={14} stroke={1.75} aria-label="opens in a new tab" />
      </a>
    );
  return { key: 'workflow', label: 'Workflow', isQuiet: true, value, note: 'in Temporal' };
}

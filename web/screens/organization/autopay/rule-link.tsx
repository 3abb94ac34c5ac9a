import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RuleReference } from '../../../../contracts/autopay-rule';
import styles from './rule-link.module.css';

type RuleLinkProps = Readonly<{
  rule: RuleReference;
  clientId: string;
  /** Ink until pointed at, in rows and sentences. */
  isPlain?: boolean;
  /** Leads to this version of it. */
  version?: number;
  /** Other words than its name. */
  children?: ReactNode;
}>;

/** A rule of autopay among those of its client. */
export function RuleLink(props: RuleLinkProps) {
  const { rule, clientId, isPlain = false, version, children } = props;
  return (
    <Link
      className={isPlain ? (styles['plain'] ?? '') : 'hr-link hr-link-apart'}
      to="/organizations/$id/autopay"
      params={{ id: clientId }}
      search={{ rule: rule.id, ...(version !== undefined && { version }) }}
    >
      {children ?? rule.name}
    </Link>
  );
}

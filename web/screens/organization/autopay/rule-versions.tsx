import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleVersion } from '../../../../contracts/autopay-versions';
import { useApi } from '../../../api/api';
import { operationQuery } from '../../../api/operation-query';
import { readingTrouble } from '../../../api/trouble';
import { SkeletonBar } from '../../../pieces/skeleton';
import { ErrorState } from '../../../pieces/state-panel';
import { useWords, type Words } from '../../../words/business';
import { plural } from '../../../words/plural';
import { versionChanges } from '../../../words/rule-versions';
import editor from './editor.module.css';
import styles from './versions.module.css';

type VersionsProps = Readonly<{
  ruleId: string;
  /** The one that a payment names: it is marked. */
  asked: number | undefined;
}>;

/** Every version of a rule under it, folded until somebody asks or a payment leads here. */
export function RuleVersions({ ruleId, asked }: VersionsProps) {
  const [isShown, setIsShown] = useState(asked !== undefined);
  return (
    <section aria-label="Versions">
      <h3 className="hr-section">Versions</h3>
      <p className={editor['truth']}>
        Every change is kept, and each payment names the version it ran under.
      </p>
      <button
        className={editor['more']}
        type="button"
        aria-expanded={isShown}
        onClick={() => setIsShown(!isShown)}
      >
        {isShown ? 'Hide the versions' : 'Show the versions'}
      </button>
      {isShown && <VersionList ruleId={ruleId} asked={asked} />}
    </section>
  );
}

/** A rule that is no more: what it was, for whoever comes from one of its payments. */
export function RemovedRule({ ruleId, asked }: VersionsProps) {
  return (
    <section className={editor['editor']} aria-label="A removed rule">
      <h2 className="hr-section">This rule was removed</h2>
      <VersionList ruleId={ruleId} asked={asked} />
    </section>
  );
}

function VersionList({ ruleId, asked }: VersionsProps) {
  const api = useApi();
  const words = useWords();
  const { data, error, refetch } = useQuery(
    operationQuery(api, 'listRuleVersions', { params: { id: ruleId } }, ['autopayRule']),
  );
  if (!data) {
    if (!error) return <VersionSkeleton />;
    return (
      <ErrorState
        title="The versions could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    );
  }
  const { items } = data;
  return (
    <ol className={styles['versions']}>
      {items.map((version, index) => (
        <li
          key={version.version}
          className={styles['version']}
          {...(version.version === asked && { 'aria-current': true, ref: bringIntoView })}
        >
          <div className={styles['line']}>
            <b>Version {version.version}</b>
            <span>{version.name}</span>
            <span className={styles['when']}>{whenWords(version, words)}</span>
          </div>
          {versionChanges(version, items[index + 1], words).map((sentence) => (
            <p className={styles['change']} key={sentence}>
              {sentence}
            </p>
          ))}
          {version.payments > 0 && (
            <p className={styles['change']}>It made {plural(version.payments, 'payment')}.</p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** It stands at the foot of a long page. */
const bringIntoView = (item: HTMLElement | null) => item?.scrollIntoView({ block: 'center' });

function whenWords({ changed: { at, by } }: RuleVersion, words: Words): string {
  return `${by ?? 'Headroom'}, ${words.fullDateAndTime(at)}`;
}

function VersionSkeleton() {
  return (
    <div role="status" aria-label="The versions are being read">
      {[220, 180].map((width) => (
        <div className={styles['version']} key={width}>
          <SkeletonBar width={width} />
        </div>
      ))}
    </div>
  );
}

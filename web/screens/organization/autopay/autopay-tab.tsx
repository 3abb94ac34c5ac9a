import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconRepeat } from '@tabler/icons-react';
import { useApi } from '../../../api/api';
import { useCanBill } from '../../../api/session';
import { readingTrouble } from '../../../api/trouble';
import { useLeaving } from '../../../frame/use-leaving';
import { LeaveDialog } from '../../../pieces/leave-dialog';
import { useIsNarrow } from '../../../pieces/narrow';
import { SkeletonBar } from '../../../pieces/skeleton';
import { EmptyState, ErrorState } from '../../../pieces/state-panel';
import { plural } from '../../../words/plural';
import { settingsQuery } from '../../settings/settings-query';
import { methodsQuery } from '../methods/methods-query';
import { useOrganization } from '../use-organization';
import { fieldsOf, newRuleFields, type RuleDraft } from './rule-draft';
import { RuleEditor } from './rule-editor';
import { AddRule, RuleList } from './rule-list';
import { RemovedRule } from './rule-versions';
import { rulesQuery } from './rules-query';
import { NEW_RULE, onPresent, useRuleDrafts } from './use-rule-drafts';
import styles from './rules.module.css';

const route = getRouteApi('/frame/organizations/$id/autopay');

/** The autopay rules of one client, and the one that is being looked at or changed. */
export function AutopayTab() {
  const { id } = route.useParams();
  const api = useApi();
  const canBill = useCanBill();
  const isNarrow = useIsNarrow();
  const { rule: asked, version } = route.useSearch();
  const navigate = route.useNavigate();
  const rules = useQuery(rulesQuery(api, id));
  const methods = useQuery(methodsQuery(api, id));
  const settings = useQuery(settingsQuery(api));
  const client = useOrganization(id).data;
  const drafts = useRuleDrafts();
  const leaving = useLeaving(drafts.ids.length > 0);
  // What is opened while something is being saved stays open.
  const show = (rule: string | undefined) =>
    void navigate({
      search: (now) => (now.rule === asked ? { ...now, rule, version: undefined } : now),
      replace: true,
      resetScroll: false,
    });

  const error = rules.error ?? methods.error ?? settings.error;
  if (!rules.data || !methods.data || !settings.data) {
    if (!error) return <Loading />;
    return (
      <ErrorState
        title="The rules could not be read"
        onRetry={() => void Promise.all([rules, methods, settings].map(({ refetch }) => refetch()))}
        {...readingTrouble(error)}
      />
    );
  }
  const { items } = rules.data;
  const currencies = client?.totals.map(({ currency }) => currency) ?? [];
  const shown = asked ?? (isNarrow ? undefined : items[0]?.id);
  const rule = items.find((one) => one.id === shown) ?? null;
  const draft = draftOf();
  const organization = { id, name: client?.name ?? '' };

  function draftOf(): RuleDraft | null {
    if (shown === undefined) return null;
    const kept = drafts.draftOf(shown);
    if (kept !== null) return rule === null ? kept : onPresent(kept, rule);
    if (rule !== null) return { base: rule, fields: fieldsOf(rule), agreedIds: null };
    if (shown !== NEW_RULE || !canBill) return null;
    const currency = currencies[0] ?? settings.data?.defaultCurrency ?? '';
    return { base: null, fields: newRuleFields(currency), agreedIds: null };
  }
  const keep = (next: RuleDraft) => {
    if (shown === undefined) return;
    // What was typed over a rule that is gone may go on as a new one.
    const target = next.base === null ? NEW_RULE : shown;
    if (target !== shown) drafts.drop(shown);
    drafts.keep(target, next);
    if (target !== shown) show(target);
  };

  // From one of its payments: the list knows it no more, its versions do.
  const removedId = draft === null && asked !== NEW_RULE ? asked : undefined;
  if (items.length === 0 && draft === null && removedId === undefined) {
    return (
      <div className={styles['tab']}>
        <EmptyState
          icon={IconRepeat}
          title="No rule pays for this client"
          sentence="A rule pays matching invoices by itself, on their day, with the method you choose, and never against the plan of a person."
          actions={canBill && <AddRule />}
        />
      </div>
    );
  }
  return (
    <div className={styles['tab']} data-split>
      {(!isNarrow || (draft === null && removedId === undefined)) && (
        <RuleList
          organization={organization}
          rules={items}
          chosenId={shown ?? null}
          draftIds={drafts.ids}
        />
      )}
      {removedId !== undefined && (
        <div className={styles['side']}>
          {isNarrow && <AllRules />}
          <RemovedRule ruleId={removedId} asked={version} />
        </div>
      )}
      {draft !== null && shown !== undefined && (
        <div className={styles['side']}>
          {isNarrow && <AllRules />}
          <RuleEditor
            key={shown}
            organizationId={id}
            rule={rule}
            draft={draft}
            methods={methods.data.items}
            currencies={currencies}
            version={version}
            onDraft={keep}
            onDiscard={() => {
              drafts.drop(shown);
              if (rule === null) show(undefined);
            }}
            onRemoved={() => {
              drafts.drop(shown);
              show(undefined);
            }}
            onSaved={(saved) => {
              drafts.drop(shown);
              show(saved.id);
            }}
          />
        </div>
      )}
      {leaving.isAsked && (
        <LeaveRules count={drafts.ids.length} onLeave={leaving.leave} onStay={leaving.stay} />
      )}
    </div>
  );
}

function AllRules() {
  return (
    <Link
      className="hr-link hr-small"
      to="."
      search={(now) => ({ ...now, rule: undefined, version: undefined })}
      resetScroll={false}
    >
      All rules
    </Link>
  );
}

type LeaveRulesProps = Readonly<{ count: number; onLeave: () => void; onStay: () => void }>;

function LeaveRules({ count, onLeave, onStay }: LeaveRulesProps) {
  return (
    <LeaveDialog title="Leave without saving?" onLeave={onLeave} onStay={onStay}>
      What you typed over {plural(count, 'rule')} is lost. The rules go on as they are.
    </LeaveDialog>
  );
}

function Loading() {
  return (
    <div className={styles['tab']} role="status" aria-label="Rules are being read">
      {[180, 150, 170].map((width) => (
        <div className={styles['skeletonRow']} key={width}>
          <SkeletonBar width={width} />
          <SkeletonBar width={width + 140} />
          <SkeletonBar width={width + 60} />
        </div>
      ))}
    </div>
  );
}

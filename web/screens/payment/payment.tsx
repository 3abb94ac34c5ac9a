import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import { Note } from '../../pieces/note';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { StatusChip } from '../../pieces/status-chip';
import { useWords, type Words } from '../../words/business';
import { againWords } from '../../words/declines';
import { methodWords } from '../../words/methods';
import { paymentStateWords } from '../../words/payment-states';
import { Adjustments } from './adjustments';
import { ChargeHistory } from './charge-history';
import { PaymentActions } from './payment-actions';
import { PaymentFacts } from './payment-facts';
import { PaymentLines } from './payment-lines';
import { PaymentLink } from './payment-link';
import { PaymentTimeline } from './payment-timeline';
import { Impossible } from './impossible';
import styles from './payment.module.css';

const route = getRouteApi('/frame/payments/$id');

/** One payment: its state in words, what happened, its lines, what it changed, what can be done. */
export function PaymentScreen() {
  const { id } = route.useParams();
  const api = useApi();
  const { data, error, refetch } = useQuery(
    operationQuery(api, 'readPayment', { params: { id } }, [{ topic: 'payment', id }, 'clock']),
  );
  if (data) return <Body payment={data} />;
  return error ? (
    <ErrorState
      title="The payment could not be read"
      onRetry={() => void refetch()}
      {...readingTrouble(error)}
    />
  ) : (
    <Loading />
  );
}

function Body({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const words = useWords();
  const { number, organization } = payment;
  const state = paymentStateWords(payment);
  return (
    <>
      <PageTitle
        title={number}
        tabTitle={`${number} · ${organization.name}`}
        chips={<StatusChip kind={state.kind}>{state.words}</StatusChip>}
        under={
          <>
            <Link
              className="hr-link hr-link-apart"
              to="/organizations/$id"
              params={{ id: organization.id }}
            >
              {organization.name}
            </Link>
            {underWords(payment, words)}
          </>
        }
        actions={<PaymentActions payment={payment} />}
      />
      <PaymentFacts payment={payment} />
      <StateSentence payment={payment} sentence={state.sentence} />
      <div className={styles['columns']}>
        <PaymentTimeline payment={payment} />
        <div className={styles['right']}>
          <PaymentLines payment={payment} />
          <Adjustments
            title="What it changed"
            adjustments={payment.caused}
            finalAt={payment.finalAt}
          />
          <Adjustments title="What changed it" adjustments={payment.suffered} finalAt={null} />
          {payment.charge && <ChargeHistory charge={payment.charge} />}
          {payment.note !== null && (
            <section>
              <h2 className="hr-section">Internal note</h2>
              <p className={styles['note']}>{payment.note}</p>
            </section>
          )}
          <Impossible payment={payment} />
        </div>
      </div>
    </>
  );
}

function underWords({ method, settledAt, reachesBankOn, state }: PaymentDetails, words: Words) {
  const friendly = method.friendlyName === null ? '' : `, ${method.friendlyName}`;
  const settled =
    settledAt !== null ? ` · settled ${words.dateWithWeekday(words.civilDate(settledAt))}` : '';
  const reaches =
    reachesBankOn !== null && settledAt === null && state !== 'failed' && state !== 'cancelled'
      ? ` · reaches the bank ${words.dateWithWeekday(reachesBankOn)}`
      : '';
  return ` · ${methodWords(method)}${friendly}${settled}${reaches}`;
}

type StateSentenceProps = Readonly<{ payment: PaymentDetails; sentence: string }>;

/** The state as a sentence; as a note where somebody should look. */
function StateSentence({ payment, sentence }: StateSentenceProps) {
  const { decline, review, retryOf, retriedBy, restoredFrom, restoredBy, cancelledBy } = payment;
  const words = useWords();
  const again = decline === null ? null : againWords(decline, words);
  const by = cancelledBy === null ? '' : ` ${cancelledBy} cancelled it.`;
  const links = (
    <>
      {retryOf && <> It tries {<PaymentLink {...retryOf} />} again.</>}
      {retriedBy && <> It was tried again as {<PaymentLink {...retriedBy} />}.</>}
      {restoredFrom && <> It restores {<PaymentLink {...restoredFrom} />}.</>}
      {restoredBy && <> It was restored as {<PaymentLink {...restoredBy} />}.</>}
    </>
  );
  if (decline) {
    return (
      <div className={styles['state']}>
        <Note tone="bad" headline={decline.words}>
          {sentence}
          {decline.isHard && ' The method cannot be charged again as it is.'}
          {again !== null && ` ${again}`}
          {links}
        </Note>
      </div>
    );
  }
  if (review) {
    return (
      <div className={styles['state']}>
        <Note tone="warn" headline={review.words}>
          {sentence}
          {links}
        </Note>
      </div>
    );
  }
  return (
    <p className={styles['sentence']}>
      {sentence}
      {by}
      {links}
    </p>
  );
}

function Loading() {
  return (
    <div className={styles['loading']} role="status" aria-label="The payment is being read">
      <SkeletonBar width={160} shape="chip" />
      <SkeletonBar width={360} />
      <SkeletonBar width={620} shape="chip" />
      {[420, 380, 440, 400].map((width) => (
        <SkeletonBar key={width} width={width} />
      ))}
    </div>
  );
}

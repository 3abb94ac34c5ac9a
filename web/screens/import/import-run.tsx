import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import type { Import } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import { Note } from '../../pieces/note';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { EnteredOffers } from './entered-offers';
import styles from './import.module.css';
import { OpenImport } from './open-import';
import { Questions } from './questions';
import { ResultTable } from './result-table';
import { RunProgress } from './run-progress';

const route = getRouteApi('/frame/import/$importId');

/** One import: how far it is, what became of each row, what waits for a person. */
export function ImportRunScreen() {
  const { importId } = route.useParams();
  const api = useApi();
  // Each invoice it makes visible is told, so the figures move while it runs.
  const given = useQuery(
    operationQuery(api, 'readImport', { params: { id: importId } }, [
      { topic: 'import', id: importId },
      'invoice',
    ]),
  );
  return (
    <>
      <PageTitle
        title="Import"
        actions={
          <Button
            component={Link}
            to="/import"
            size="sm"
            leftSection={<IconArrowLeft size={15} stroke={1.75} aria-hidden />}
          >
            All imports
          </Button>
        }
      />
      {given.data && <Body given={given.data} />}
      {!given.data && given.error && (
        <ErrorState
          title="The import could not be read"
          onRetry={() => void given.refetch()}
          {...readingTrouble(given.error)}
        />
      )}
      {given.isPending && (
        <div className={styles['notes']} role="status" aria-label="The import is being read">
          <SkeletonBar width={260} />
          <SkeletonBar width={760} />
          <SkeletonBar width={420} />
        </div>
      )}
    </>
  );
}

function Body({ given }: Readonly<{ given: Import }>) {
  if (given.state === 'open') return <OpenImport given={given} />;
  return (
    <>
      <RunProgress given={given} />
      <Refusals given={given} />
      <EnteredOffers given={given} />
      {given.state === 'question' ? <Questions given={given} /> : <ResultTable given={given} />}
    </>
  );
}

/** What was not taken at all, each with its reason. */
function Refusals({ given }: Readonly<{ given: Import }>) {
  const refused = given.files.filter(({ refusal }) => refusal !== null);
  if (given.problem === null && refused.length === 0) return null;
  return (
    <div className={styles['notes']}>
      {given.problem !== null && (
        <Note tone="bad" headline="This import stopped.">
          {given.problem} Nothing of it is half done.
        </Note>
      )}
      {refused.map(({ name, refusal }) => (
        <Note key={name} tone="bad" headline={`${name} was not read.`}>
          {refusal}
        </Note>
      ))}
    </div>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Import } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { exportWords } from '../to-enter/exports';
import styles from './import.module.css';
import { decideTrouble, useDecide } from './use-decide';

const ASKED_IN: ReadonlySet<Import['state']> = new Set(['applying', 'waiting', 'done']);

/**
 * Exports from before the list was made, each asked as a whole: an export proves nothing, so until a
 * person says yes the smaller sum stands.
 */
export function EnteredOffers({ given }: Readonly<{ given: Import }>) {
  const canBill = useCanBill();
  if (!canBill || given.asOf === null || !ASKED_IN.has(given.state)) return null;
  return <Offers importId={given.id} asOf={given.asOf} />;
}

function Offers({ importId, asOf }: Readonly<{ importId: string; asOf: string }>) {
  const api = useApi();
  const words = useWords();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const decide = useDecide(importId, () => undefined);
  const { data } = useQuery(
    operationQuery(api, 'listUnpostedLines', { query: { limit: '1' } }, ['payment', 'import']),
  );
  const offered = (data?.exports ?? []).filter(
    ({ id, exportedAt }) => !left.has(id) && Date.parse(exportedAt) < Date.parse(asOf),
  );
  if (offered.length === 0) return null;
  return (
    <div className={styles['notes']}>
      {decide.error && (
        <Note tone="bad" isAlert headline="Nothing was decided.">
          {decideTrouble(decide.error)}
        </Note>
      )}
      {offered.map((one) => (
        <Note
          key={one.id}
          tone="accent"
          headline={`${exportWords(one, words)}: entered before this list was made?`}
        >
          Until you say so, they count as not in the list yet, and the smaller sum stands.
          <span className={styles['offer']}>
            <Button
              size="sm"
              loading={decide.isPending}
              onClick={() => decide.send([{ kind: 'entered', exportId: one.id }])}
            >
              Yes, all of them
            </Button>
            <Button
              size="sm"
              variant="quiet"
              onClick={() => setLeft((before) => new Set(before).add(one.id))}
            >
              Not all: I tick them below
            </Button>
          </span>
        </Note>
      ))}
    </div>
  );
}

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/api';
import { operationQuery } from '../api/operation-query';

/** Long enough that a fast typist asks once. */
const PAUSE_MS = 200;

type ClientSearchProps = Readonly<{
  onFound: (organizationId: string) => void;
  /** A client that is not to be found. */
  exceptId?: string;
}>;

/** Finds one client by its name or number. */
export function ClientSearch({ onFound, exceptId }: ClientSearchProps) {
  const api = useApi();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    ...operationQuery(api, 'listOrganizations', { query: { search, limit: '20' } }, [
      'organization',
    ]),
    enabled: search !== '',
  });
  return (
    <Select
      label="Client"
      placeholder="Name or client number"
      searchable
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={
        search === ''
          ? 'Type a name'
          : error
            ? 'The clients could not be read. Type on to ask again.'
            : isFetching || search !== text.trim()
              ? 'Being searched'
              : 'No client matches'
      }
      filter={({ options }) => options}
      data={(data?.items ?? [])
        .filter(({ id }) => id !== exceptId)
        .map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(value) => value !== null && onFound(value)}
    />
  );
}

import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import styles from './search-field.module.css';

/** Long enough that a fast typist asks once. */
const PAUSE_MS = 200;

type SearchFieldProps = Readonly<{
  /** Accessible name: `Search clients`. */
  label: string;
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
}>;

/** Narrows the list under it while its text is typed. */
export function SearchField({ label, placeholder = label, text, onText }: SearchFieldProps) {
  const tell = useDebouncedCallback(onText, PAUSE_MS);
  return (
    <TextInput
      className={styles['search'] ?? ''}
      // Another address brings another text; typing does not wait for the address.
      key={text === '' ? 'empty' : 'filled'}
      aria-label={label}
      placeholder={placeholder}
      type="search"
      defaultValue={text}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      onChange={(event) => tell(event.currentTarget.value.trim())}
    />
  );
}

import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
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

/** Narrows the list under it while its text is typed. Another text from outside takes its place. */
export function SearchField({ label, placeholder = label, text, onText }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  // What was told comes back as `text` a moment later, when more may have been typed.
  const told = useRef<readonly string[]>([]);
  const tell = useDebouncedCallback((next: string) => {
    if (next === text) return;
    told.current = [...told.current, next];
    onText(next);
  }, PAUSE_MS);
  useEffect(() => {
    const at = told.current.indexOf(text);
    told.current = told.current.slice(at + 1);
    if (at === -1) {
      told.current = [];
      setTyped(text);
    }
  }, [text]);
  return (
    <TextInput
      className={styles['search'] ?? ''}
      aria-label={label}
      placeholder={placeholder}
      type="search"
      value={typed}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
    />
  );
}

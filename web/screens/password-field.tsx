import { PasswordInput } from '@mantine/core';
import { IconArrowBigUp } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import styles from './sign-in.module.css';

type PasswordFieldProps = Readonly<{
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  description?: string;
  error?: string | undefined;
}>;

/** A password, which can be looked at, and a word when Caps Lock is on. */
export function PasswordField(props: PasswordFieldProps) {
  const { label, value, onChange, autoComplete, description, error } = props;
  const [hasCapsLock, setHasCapsLock] = useState(false);
  const lookAtCapsLock = (event: KeyboardEvent) =>
    setHasCapsLock(event.getModifierState('CapsLock'));
  return (
    <div>
      <PasswordInput
        size="lg"
        label={label}
        description={description}
        error={error}
        autoComplete={autoComplete}
        required
        withAsterisk={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={lookAtCapsLock}
        onKeyUp={lookAtCapsLock}
        onBlur={() => setHasCapsLock(false)}
      />
      <div role="status">
        {hasCapsLock && (
          <div className={styles['caps']}>
            <IconArrowBigUp size={14} stroke={1.75} aria-hidden />
            Caps Lock is on
          </div>
        )}
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ProblemError } from '../../contracts/client';
import { useApi } from '../api/api';
import { enterSession } from '../api/session';
import { useSending } from '../api/use-sending';
import { Note } from '../pieces/note';
import { PasswordField } from './password-field';
import { SignInCard } from './sign-in-card';
import styles from './sign-in.module.css';

const PASSWORD_MIN = 12;

/** Where the one-time link leads: choose a password, and be signed in. */
export function InvitationScreen({ token }: Readonly<{ token: string }>) {
  const api = useApi();
  const queries = useQueryClient();
  const router = useRouter();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [hasTried, setHasTried] = useState(false);
  const accept = useSending({
    mutationFn: () => api.acceptInvitation({ params: { token }, body: { password } }),
    onSuccess: async (session) => {
      enterSession(queries, api, session);
      await router.navigate({ to: '/', replace: true });
    },
  });
  const isTooShort = password.length < PASSWORD_MIN;
  const isDifferent = password !== again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setHasTried(true);
    if (!isTooShort && !isDifferent) accept.send();
  };
  return (
    <SignInCard
      title="Choose a password"
      help="The link works once. Afterwards you sign in by e-mail."
    >
      <form className={styles['form']} onSubmit={submit}>
        {accept.error && <InvitationTrouble error={accept.error} />}
        <PasswordField
          label="Password"
          description={`At least ${PASSWORD_MIN} characters, whichever you like.`}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={
            hasTried && isTooShort ? `${password.length} of ${PASSWORD_MIN} characters.` : undefined
          }
        />
        <PasswordField
          label="Password again"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={hasTried && isDifferent ? 'The two are not the same.' : undefined}
        />
        <Button type="submit" variant="filled" size="lg" fullWidth loading={accept.isPending}>
          Save and sign in
        </Button>
      </form>
    </SignInCard>
  );
}

function InvitationTrouble({ error }: Readonly<{ error: Error }>) {
  const isGone = error instanceof ProblemError && error.problem.code === 'INVITATION_NOT_VALID';
  return isGone ? (
    <Note tone="bad" isAlert headline="This link is not valid any more.">
      It was used, it has expired, or it was copied in part. Ask for a new one.
    </Note>
  ) : (
    <Note tone="bad" isAlert headline="Headroom did not answer.">
      The password was not saved. Try again in a moment.
    </Note>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ProblemError } from '../../contracts/client';
import type { Problem } from '../../contracts/problem';
import { useApi } from '../api/api';
import { enterSession } from '../api/session';
import { useSending } from '../api/use-sending';
import { Note } from '../pieces/note';
import { PasswordField } from './password-field';
import { SignInCard } from './sign-in-card';
import styles from './sign-in.module.css';

/** `destination` is where the reader wanted to go, an address of this page. */
export function SignInScreen({ destination }: Readonly<{ destination: string }>) {
  const api = useApi();
  const queries = useQueryClient();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSending({
    mutationFn: () => api.createSession({ body: { email: email.trim(), password } }),
    onSuccess: async (session) => {
      enterSession(queries, api, session);
      await router.navigate({ href: destination, replace: true });
    },
    onError: () => setPassword(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.send();
  };
  return (
    <SignInCard
      title="Sign in"
      help="No access, or forgot your password? Ask the person who runs Headroom here for a new link."
    >
      <form className={styles['form']} onSubmit={submit}>
        {signIn.error && <SignInTrouble error={signIn.error} />}
        <TextInput
          size="lg"
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" variant="filled" size="lg" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </SignInCard>
  );
}

function SignInTrouble({ error }: Readonly<{ error: Error }>) {
  const problem = error instanceof ProblemError ? error.problem : null;
  const code = problem?.code;
  if (code === 'CREDENTIALS_WRONG') {
    return (
      <Note tone="bad" isAlert headline="E-mail and password do not match.">
        {triesWords(problem)}
      </Note>
    );
  }
  if (code === 'TOO_MANY_REQUESTS') {
    const seconds = problem?.retryAfterSeconds;
    const wait = seconds === undefined ? 'a few minutes' : `${Math.ceil(seconds / 60)} min`;
    return (
      <Note tone="bad" isAlert headline="Too many tries.">
        Wait {wait}, then try again.
      </Note>
    );
  }
  if (code === 'REQUEST_INVALID') {
    return (
      <Note tone="bad" isAlert headline="This is not an e-mail address.">
        It looks like name@company.example.
      </Note>
    );
  }
  return (
    <Note tone="bad" isAlert headline="Headroom did not answer.">
      You are not signed in. Try again in a moment.
    </Note>
  );
}

/** Few enough to be careful with. */
const FEW_TRIES = 3;

function triesWords(problem: Problem | null): string {
  const { triesLeft, pauseMinutes } = problem ?? {};
  if (triesLeft === undefined || pauseMinutes === undefined || triesLeft > FEW_TRIES) {
    return 'Look at both again. Capital letters count in the password.';
  }
  const left =
    triesLeft === 0 ? 'No try is' : triesLeft === 1 ? '1 try is' : `${triesLeft} tries are`;
  return `${left} left, then a pause of ${pauseMinutes} minutes.`;
}

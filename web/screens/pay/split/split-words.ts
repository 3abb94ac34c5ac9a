/** What became of the parts of a split, in sentences. */
import type { Audience } from '../../../../contracts/payment-preview';
import type { z } from 'zod';
import type { Words } from '../../../words/business';
import { listWords, plural } from '../../../words/plural';
import { type PlacingTrouble, refusedBy, whyNot } from '../placing-trouble';
import type { Split, SplitPart } from './use-split';

/** `Payment 2`, `Payments 2 and 3` */
export function partWords(parts: readonly SplitPart[]): string {
  const positions = parts.map(({ position }) => String(position));
  return `${parts.length === 1 ? 'Payment' : 'Payments'} ${listWords(positions, 12)}`;
}

/** `P-10423 is placed and stays.`; empty when nothing is placed. */
export function placedWords({ parts }: Pick<Split, 'parts'>): string {
  const numbers = numbersOf(parts);
  if (numbers.length === 0) return '';
  const [are, stay] = numbers.length === 1 ? ['is', 'stays'] : ['are', 'stay'];
  return `${listWords(numbers, 12)} ${are} placed and ${stay}.`;
}

export function numbersOf(parts: readonly SplitPart[]): string[] {
  return parts.flatMap(({ placed }) => (placed === null ? [] : [placed.number]));
}

/** Why placing stopped: which part it was, what is placed, and what is not. Null while it did not. */
export function partsTrouble(split: Split, words: Words): PlacingTrouble | null {
  if (split.stopped === null) return null;
  const { error, at } = split.stopped;
  const name = `Payment ${at.position}`;
  const later = split.waiting.filter(({ part }) => part.id !== at.part.id);
  const rest =
    later.length === 0
      ? ''
      : `${partWords(later)} ${later.length === 1 ? 'is' : 'are'} not placed.`;
  const placed = placedWords(split);
  const problem = refusedBy(error);
  if (problem === null) {
    return {
      headline: `No clear answer from Headroom about payment ${at.position}.`,
      sentence: joined([
        placed,
        `${name} may or may not be placed. Send it again: it is the same payment, so it is never placed twice.`,
        rest,
      ]),
      isUnknown: true,
    };
  }
  return {
    headline: `${name} was not placed.`,
    sentence: joined([whyNot(problem, words), placed, rest, 'No money moved.']),
    isUnknown: false,
  };
}

const joined = (sentences: readonly string[]) =>
  sentences.filter((sentence) => sentence !== '').join(' ');

/** Why the details cannot go on; null when nothing is missing. */
export function splitObstacle({ waiting }: Split, methodId: string | null): string | null {
  const unread = waiting.find(({ part }) => Object.keys(part.unread).length > 0);
  if (unread) return `An amount of payment ${unread.position} cannot be read`;
  if (waiting.length === 0) return 'No payment has an amount';
  if (methodId === null) return 'No method is chosen';
  const undated = waiting.find(({ part }) => part.runOn === null);
  if (undated) return `Payment ${undated.position} has no date`;
  const refused = waiting.filter(({ preview }) => preview?.kind === 'refused');
  return refused.length === 0 ? null : `${partWords(refused)} cannot be placed like this`;
}

/** `Schedule 3 payments, 1,000.00` */
export function placeWords({ waiting }: Split, currency: string, words: Words): string {
  const sum = waiting.reduce((total, { totalMinor }) => total + totalMinor, 0);
  return `Schedule ${plural(waiting.length, 'payment')}, ${words.amount(sum, currency)}`;
}

type AudienceOf = z.output<typeof Audience>;

/** Who gets the receipt of any of the payments; left out only who gets none. */
export function audienceOfAll(audiences: readonly AudienceOf[]): AudienceOf {
  const recipients = new Map(
    audiences.flatMap((each) => each.recipients.map((one) => [one.address, one] as const)),
  );
  const excluded = new Map(
    audiences
      .flatMap((each) => each.excluded.map((one) => [one.address, one] as const))
      .filter(([address]) => !recipients.has(address)),
  );
  return { recipients: [...recipients.values()], excluded: [...excluded.values()] };
}

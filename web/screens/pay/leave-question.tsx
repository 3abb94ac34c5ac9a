import { LeaveDialog } from '../../pieces/leave-dialog';
import { listWords } from '../../words/plural';
import type { ActWords } from './act-words';

type LeaveQuestionProps = Readonly<{
  words: ActWords;
  /** It was sent and not answered. */
  isUnknown: boolean;
  /** Numbers of the parts that are placed, when others are not. */
  placed: readonly string[];
  onLeave: () => void;
  onStay: () => void;
}>;

/** Before what was typed is lost. */
export function LeaveQuestion(props: LeaveQuestionProps) {
  const { words, isUnknown, placed, onLeave, onStay } = props;
  return (
    <LeaveDialog title={titleOf(props)} onLeave={onLeave} onStay={onStay}>
      {isUnknown
        ? words.unknown
        : placed.length > 0
          ? `${listWords(placed, 12)} ${placed.length === 1 ? 'is' : 'are'} placed and ${placed.length === 1 ? 'stays' : 'stay'}. The other payments are not placed, and what you typed for them is lost.`
          : words.lost}
    </LeaveDialog>
  );
}

function titleOf({ words, isUnknown, placed }: LeaveQuestionProps): string {
  if (isUnknown) return 'Leave without an answer?';
  return placed.length > 0 ? 'Leave without the rest?' : words.leaving;
}

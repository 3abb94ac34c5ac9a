import { Figures, WordCell } from './cells';

/** A fact whose value is null is left out: it is not known, or there is none. */
export type Fact = Readonly<{ label: string; value: string | null; detail?: string | null }>;

/** What else is to be known about a payment: its number, its method, its references. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <Figures head={null}>
      {facts.map(({ label, value, detail = null }) =>
        value === null ? null : (
          <tr key={label}>
            <WordCell colour="dim" isRuled={false} isTight>
              <span style={{ whiteSpace: 'nowrap', paddingRight: '16px' }}>{label}</span>
            </WordCell>
            <WordCell isRuled={false} isTight>
              {detail === null ? value : `${value} · ${detail}`}
            </WordCell>
          </tr>
        ),
      )}
    </Figures>
  );
}

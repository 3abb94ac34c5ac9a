import { TextInput } from '@mantine/core';
import { instantOf } from '../../../domain/instants';
import { useSession } from '../../api/session';
import { zoneName } from '../../words/business';

type AsOfFieldProps = Readonly<{
  /** `YYYY-MM-DDTHH:MM` on the business's wall, or empty. */
  value: string;
  onChange: (value: string) => void;
  description: string;
  /** What the moment is of. */
  label?: string;
  isRequired?: boolean;
  isOff?: boolean;
}>;

/** For which moment a balance list speaks, as a wall time of the business. */
export function AsOfField(props: AsOfFieldProps) {
  const { value, onChange, description, label = 'As of', isRequired, isOff } = props;
  const { zone } = useSession().business;
  return (
    <TextInput
      type="datetime-local"
      label={`${label}, ${zoneName(zone)} time`}
      description={description}
      required={isRequired === true}
      withAsterisk={false}
      disabled={isOff === true}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The instant of what the field holds; null while it is empty. */
export function asOfInstant(value: string, zone: string): string | null {
  const [on, time] = value.split('T');
  return on && time ? instantOf(on, time.slice(0, 5), zone) : null;
}

import { Link } from '@tanstack/react-router';
import type { PaymentReference } from '../../../contracts/fields';

/** A payment by its number, to its page. */
export function PaymentLink({ id, number }: PaymentReference) {
  return (
    <Link className="hr-link hr-id" to="/payments/$id" params={{ id }}>
      {number}
    </Link>
  );
}

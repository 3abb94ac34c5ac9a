/** A decision that cannot be taken, with its reason in plain words. Nothing of the request is written. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}

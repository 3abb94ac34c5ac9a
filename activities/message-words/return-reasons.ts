import type { BankDebitReturnedFacts } from '../../domain/message-facts';
import type { ReasonWords } from './decline-reasons';

/**
 * The return codes of the US bank network (Nacha) that a debit can come back with, in plain words.
 * What to do next depends only on the group: money, the account, or the permission to debit.
 */
type Group = 'money' | 'account' | 'permission' | 'request';

const codes: Readonly<Record<string, readonly [Group, string]>> = {
  R01: ['money', 'there was not enough money in the account'],
  R02: ['account', 'the account is closed'],
  R03: ['account', 'the bank found no such account'],
  R04: ['account', 'the account number is not valid'],
  R05: ['permission', 'the account holder did not authorize this kind of debit'],
  R06: ['request', 'the bank that sent it asked for it back'],
  R07: ['permission', 'the account holder withdrew the authorization'],
  R08: ['permission', 'the account holder stopped the payment'],
  R09: ['money', 'money in the account was not available yet'],
  R10: ['permission', 'the account holder says that it was not authorized'],
  R11: ['permission', 'the account holder says that it differs from what was authorized'],
  R12: ['account', 'the account has moved to another bank'],
  R13: ['account', 'the routing number of the bank is not valid'],
  R14: ['account', 'the person who represented the account holder has died'],
  R15: ['account', 'the account holder has died'],
  R16: ['account', 'the account is frozen'],
  R17: ['request', 'the bank could not process what was in the request'],
  R20: ['account', 'the account does not allow such debits'],
  R21: ['request', 'the bank does not know who sent it'],
  R22: ['request', 'the bank could not match the name or number of the payer'],
  R24: ['request', 'the bank took it for a repeat of another debit'],
  R29: ['permission', 'the company that holds the account did not authorize it'],
  R31: ['request', 'both banks agreed to send it back'],
  R34: ['account', 'the bank may not take part in such debits'],
};

const nextSteps: Readonly<Record<Group, (businessName: string) => string>> = {
  money: (businessName) =>
    `${businessName} can try again once there is enough, or with another method.`,
  account: (businessName) =>
    `This bank account cannot be used. Give ${businessName} another method.`,
  permission: (businessName) =>
    `Nothing more may be debited from this account before you have agreed on it with ${businessName}.`,
  request: (businessName) => `Ask ${businessName} how to pay it.`,
};

/** An unknown code is told in the gateway's words, so that no code stands without words. */
export function returnInWords(
  { code, reason }: Pick<BankDebitReturnedFacts, 'code' | 'reason'>,
  businessName: string,
): ReasonWords {
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (known === undefined) {
    return { why: `the bank's reason is “${reason}”`, next: nextSteps.request(businessName) };
  }
  const [group, why] = known;
  return { why, next: nextSteps[group](businessName) };
}

/** What `messageDelivery` may ask: the contract, as types. */
export type MessageInput = Readonly<{ messageId: string }>;

export interface MessageActivities {
  /** Sends one message. @throws while it can still be tried again. */
  sendMessage(input: MessageInput): Promise<void>;
}

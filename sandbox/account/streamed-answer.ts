/** Where the messages of a streamed answer go. */
export interface StreamConnection {
  /** Sends one event; does nothing once the client has hung up. */
  send(name: string, payload: object): void
  /** Sends an error of the service and ends the answer. */
  fail(code: string, message: string): void
  /** Breaks the connection, as a network would. */
  drop(): void
}

/** An answer that goes on until the client hangs up. `open` begins to send and gives back what ends that. */
export class StreamedAnswer {
  constructor(readonly open: (connection: StreamConnection) => () => void) {}
}

import type { StreamedAnswer } from './streamed-answer.js'
import type { World } from './world.js'

/** What a handler knows about the call it answers. */
export interface CallContext {
  readonly world: World
  /** The access key the request was signed with. */
  readonly accessKeyId: string
  /** The region that the request was signed for. */
  readonly region: string
  /** Where the account answers, as the client called it: `http://127.0.0.1:4566`. */
  readonly url: string
  /** Answers about services older than a change made less than this many milliseconds ago; 0 for fresh answers. */
  readonly staleFor: number
  /** Aborted when the client has gone away. */
  readonly hungUp: AbortSignal
  /** Says that this call changed something. */
  changed(): void
}

/** Answers one action. The input and output are the SDK's own types, so a wrong field does not compile. */
export type Handler<Input, Output> = (input: Input, call: CallContext) => Omit<Output, '$metadata'>

/** Answers one action when there is something to say. */
export type WaitingHandler<Input, Output> = (
  input: Input,
  call: CallContext,
) => Promise<Omit<Output, '$metadata'>>

/** Answers one action with a stream of events. */
export type StreamHandler<Input> = (input: Input, call: CallContext) => StreamedAnswer

/** A handler of which only the name is known. */
export type AnyHandler = (input: never, call: CallContext) => object | Promise<object>

export type Handlers = Readonly<Record<string, AnyHandler>>

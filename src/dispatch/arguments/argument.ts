import type { Argument, Reading } from '../command.js'

/** A required argument that can be made optional: then it reads as undefined where it was not given. */
export interface RequiredArgument<Value> extends Argument<Value> {
  optional(): Argument<Value | undefined>
}

/** Makes an argument from what is declared of it; required until `.optional()`. */
export function argument<Value>(declared: Omit<Argument<Value>, 'required'>): RequiredArgument<Value> {
  return {
    ...declared,
    required: true,
    optional: () => ({
      ...declared,
      required: false,
      read: (text, vocabulary): Reading<Value | undefined> =>
        text === undefined ? { ok: true, value: undefined } : declared.read(text, vocabulary),
    }),
  }
}

import type { Argument } from '../command.js'
import { argument, type RequiredArgument } from './argument.js'

/** An argument with what may be chosen for it, where a form asks. */
export function choosing<Value>(
  made: RequiredArgument<Value>,
  how: Pick<Argument<Value>, 'lookUp' | 'tells' | 'label' | 'neededUnless'>,
): RequiredArgument<Value> {
  return argument({ ...made, ...how })
}

import type { Caller, Role } from './caller.js'
import type { UserError } from './user-error.js'

/** Why a caller may not do something that takes a role in an environment, if so. `verb` stands in the words. */
export type MayDo = (
  verb: string,
  role: Role,
  environment: string,
  caller: Caller,
) => Promise<UserError | undefined>

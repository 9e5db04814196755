import type { Command } from '../src/dispatch/command.js'
import { audit } from './audit.js'
import { deploy } from './deploy.js'
import { help } from './help.js'
import { history } from './history.js'
import { lock } from './lock.js'
import { locks } from './locks.js'
import { rollback } from './rollback.js'
import { scale } from './scale.js'
import { status } from './status.js'
import { unlock } from './unlock.js'

/** Everything people can say, in the order in which help lists it. */
export const commands: readonly Command[] = [
  status,
  deploy,
  rollback,
  scale,
  lock,
  unlock,
  locks,
  history,
  audit,
  help,
]

import type { Command } from '../src/dispatch/command.js'
import { help } from './help.js'
import { scale } from './scale.js'
import { status } from './status.js'

/** Everything people can say, in the order in which help lists it. */
export const commands: readonly Command[] = [status, scale, help]

import { join } from 'node:path'
import { scriptFrom } from '../../redis/script.js'

/** Not `lua`: in a bundle all folders of scripts stand side by side. */
const folder = join(import.meta.dirname, 'letter-lua')

export const storeLetter = scriptFrom(folder, 'store')
export const dueLanes = scriptFrom(folder, 'due')
export const claimLetter = scriptFrom(folder, 'claim')
export const holdLetter = scriptFrom(folder, 'hold')
export const deliveredLetter = scriptFrom(folder, 'delivered')
export const laterLetter = scriptFrom(folder, 'later')
export const pausePace = scriptFrom(folder, 'pause')
export const standingLetters = scriptFrom(folder, 'standing')
export const waitingLetters = scriptFrom(folder, 'waiting')

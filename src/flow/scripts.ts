import { join } from 'node:path'
import { scriptFrom } from '../redis/script.js'

const folder = join(import.meta.dirname, 'lua')

export const createFlow = scriptFrom(folder, 'create')
export const writeFlow = scriptFrom(folder, 'write')
export const takeFlow = scriptFrom(folder, 'take')
export const holdFlow = scriptFrom(folder, 'hold')
export const releaseFlow = scriptFrom(folder, 'release')
export const takeDueFlows = scriptFrom(folder, 'due')
export const flowStanding = scriptFrom(folder, 'standing')

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Reading } from '../core/reading.js'
import { UserError } from '../core/user-error.js'
import type { ReadingTurn } from '../logs/reading.js'

/** A stop is looked for so often (ms). */
const looksForStopEvery = 1_000
const begin = 'ohmy-terraform-'

/**
 * Does something in a folder that is nobody else's and is gone afterwards. What processes left behind that were killed goes with it.
 * @throws UserError where nothing can be written there: a container may have no such place
 */
export async function inRoom<T>(temporary: string, work: (room: string) => Promise<T>): Promise<T> {
  const room = await makeRoom(temporary).catch((error: NodeJS.ErrnoException) => {
    throw noRoom(temporary, error)
  })
  try {
    return await work(room)
  } finally {
    await rm(room, { recursive: true, force: true })
  }
}

/** The same for a flow's look; its signal says that somebody asked for a stop, or that this process does. */
export async function inRoomOf<R extends Reading>(
  temporary: string,
  turn: ReadingTurn<R>,
  work: (room: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController()
  const signal = AbortSignal.any([turn.signal, stopping.signal])
  await inRoom(temporary, async (room) => {
    const asked = watchForStop(turn, stopping, signal)
    try {
      await work(room, signal)
    } finally {
      stopping.abort()
      await asked
    }
  })
}

async function makeRoom(temporary: string): Promise<string> {
  const left = (await readdir(temporary)).flatMap((name) => {
    const pid = new RegExp(`^${begin}(\\d+)-`).exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid)) ? [join(temporary, name)] : []
  })
  await Promise.all(left.map((folder) => rm(folder, { recursive: true, force: true })))
  return mkdtemp(join(temporary, `${begin}${process.pid}-`))
}

function noRoom(temporary: string, { code, message }: NodeJS.ErrnoException): UserError {
  return new UserError(
    'terraform-no-room',
    `Nothing can be written to ${temporary} where ohmy runs (${code ?? message}), and a copy of the Terraform tree is looked at there.`,
    'Mount something there that its user may write to, or name another folder in TMPDIR.',
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Somebody may say `stop` while the tool runs. */
async function watchForStop<R extends Reading>(
  turn: ReadingTurn<R>,
  stopping: AbortController,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await setTimeout(looksForStopEvery, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    const { stopRequestedBy } = await turn.refresh().catch(() => turn.record)
    if (stopRequestedBy !== undefined) stopping.abort()
  }
}

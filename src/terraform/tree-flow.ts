import type { z } from 'zod'
import type { Reading } from '../core/reading.js'
import { readingFlow, type ReadingFlow, type ReadingTurn } from '../logs/reading.js'
import type { TreeSettings } from './copied-tree.js'
import { inRoomOf } from './in-room.js'
import { noTree } from './no-tree.js'

/** What is asked of the tree for longer than a moment. */
export interface TreeFlow<R extends Reading> {
  readonly kind: string
  readonly record: z.ZodType<R>
  /** Absent settings: no tree is configured. */
  readonly options: Omit<TreeSettings, 'settings'> & {
    readonly settings: TreeSettings['settings'] | undefined
  }
  /** Looks in a room of its own, and writes what it finds. */
  work(room: string, settings: TreeSettings, turn: ReadingTurn<R>, signal: AbortSignal): Promise<void>
  /** What is so after it: with another status than `running` it has ended. */
  judge(record: R): R
}

/** A kind of flow that looks at a copy of the tree, and is begun anew by whoever goes on after a crash. */
export function treeFlow<R extends Reading>({
  kind,
  record: schema,
  options,
  work,
  judge,
}: TreeFlow<R>): ReadingFlow<R> {
  return readingFlow<R>({
    kind,
    record: schema,
    idPrefix: 'tf',
    async look(turn, ending) {
      const { record } = turn
      if (ending !== undefined) {
        const failure = 'It took longer than it may, so it was ended.'
        return {
          record: { ...record, status: ending.kind, ...(ending.kind === 'expired' ? { failure } : {}) },
        }
      }
      const { settings } = options
      if (settings === undefined) throw noTree()
      await inRoomOf(options.temporary, turn, (room, signal) =>
        work(room, { ...options, settings }, turn, signal),
      )
      return { record: judge(await turn.refresh()), again: 0 }
    },
  })
}

import { evaluateAlarms } from '../cloudwatch/evaluate-alarm.js'
import { alarmStorm } from './alarm-storm.js'
import { cacheEvictions } from './cache-evictions.js'
import { crashLoop } from './crash-loop.js'
import { errorsSurge } from './errors-surge.js'
import { natCost } from './nat-cost.js'
import { outOfMemory } from './out-of-memory.js'
import { slowDatabase } from './slow-database.js'
import { throttling } from './throttling.js'
import type { Ongoing, Trouble, TroubleGrounds } from './trouble.js'

/** What can go wrong in the account, in the order in which it is offered. */
export const troubles: readonly Trouble[] = [
  outOfMemory,
  crashLoop,
  errorsSurge,
  slowDatabase,
  cacheEvictions,
  natCost,
  throttling,
  alarmStorm,
]

/** Begins and ends what goes wrong. Names that do not exist throw, with those that do. */
export interface TroublesControl {
  /** @throws where it lasts already */
  begin(name: string): void
  /** Takes its cause away; nothing happens where it does not last. */
  mend(name: string): void
  /** Whether it lasts: begun, and its cause neither mended nor taken away. */
  lasts(name: string): boolean
  /** Its cause is gone, and none of the alarms that rang for it rings any more. Also of one that never began. */
  isMitigated(name: string): boolean
}

export function troublesControl(grounds: TroubleGrounds): TroublesControl {
  const { world } = grounds
  const lasting = new Map<string, Ongoing>()
  /** Of those that were begun: which alarms rang for them. */
  const rang = new Map<string, readonly string[]>()

  /** What is over by itself ends here: its figures go back once its cause is gone. */
  function look(): void {
    world.time.catchUp()
    for (const [name, ongoing] of lasting) if (ongoing.isOver()) stop(name, ongoing)
  }

  function stop(name: string, ongoing: Ongoing): void {
    lasting.delete(name)
    ongoing.end()
  }

  function find(name: string): Trouble {
    const found = troubles.find((trouble) => trouble.name === name)
    if (found !== undefined) return found
    throw new Error(`There is no trouble ${name}. There are: ${troubles.map((each) => each.name).join(', ')}`)
  }

  /** So that it ends while nobody looks at it here: whoever asks the account for anything comes by. */
  function watch(name: string, ongoing: Ongoing): void {
    world.time.after(10_000, () => {
      if (lasting.get(name) !== ongoing) return
      if (ongoing.isOver()) stop(name, ongoing)
      else watch(name, ongoing)
    })
  }

  return {
    begin(name) {
      const trouble = find(name)
      look()
      if (lasting.has(name)) throw new Error(`${trouble.title} lasts already. Mend it first.`)
      const ongoing = trouble.begin(grounds)
      lasting.set(name, ongoing)
      rang.set(name, ongoing.alarms)
      watch(name, ongoing)
    },
    mend(name) {
      find(name)
      look()
      const ongoing = lasting.get(name)
      if (ongoing !== undefined) stop(name, ongoing)
    },
    lasts(name) {
      find(name)
      look()
      return lasting.has(name)
    },
    isMitigated(name) {
      find(name)
      look()
      evaluateAlarms(world)
      if (lasting.has(name)) return false
      return (rang.get(name) ?? []).every((alarm) => world.alarms.get(alarm)?.state !== 'ALARM')
    },
  }
}

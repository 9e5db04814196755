import type { WorldControl } from '../control-contract.js'
import { pythonMoment } from '../cloudwatch-logs/content/moments.js'
import { type Random, randomFrom } from '../cloudwatch-logs/content/random.js'
import type { World } from '../world.js'
import { minute, stricken } from './trouble.js'

/** Milliseconds at speed 1 between two lines. */
const every = 20_000

/**
 * Lets the service write lines: some in the last minutes, and more until what is returned is called. `say` gives level and text of one, such as
 * `ERROR [app.db] could not connect`.
 */
export function keepWriting(
  world: World,
  control: WorldControl,
  say: (random: Random) => string,
  ago = 8 * minute,
): () => void {
  let isOver = false
  const now = world.time.now()
  const write = (at: number): void => {
    // While none of its tasks runs nobody writes.
    if (!control.tasks(stricken.service).some(({ lastStatus }) => lastStatus === 'RUNNING')) return
    const whole = Math.floor(at)
    const line = say(randomFrom(`${stricken.service}/trouble/${whole}`))
    control.writeLog(stricken.service, `${pythonMoment(whole)} ${line}`, { at: whole })
  }
  for (let at = now - ago; at < now; at += every) write(at)
  const goOn = (): void => {
    if (isOver) return
    write(world.time.now())
    world.time.after(every, goOn)
  }
  world.time.after(every, goOn)
  return () => {
    isOver = true
  }
}

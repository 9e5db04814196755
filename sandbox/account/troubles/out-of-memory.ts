import { climb } from './figures.js'
import { releaseBadly } from './release.js'
import { alarmOf, minute, type Trouble } from './trouble.js'

/** A release that leaks until it is killed. */
export const outOfMemory: Trouble = {
  name: 'out-of-memory',
  title: 'Out of memory',
  says: 'A new version of the backend fills its memory; its tasks are killed (exit code 137, OutOfMemoryError).',
  signs: ['ecs-high-memory', 'of its memory'],
  begin(grounds) {
    let calm: () => void = () => undefined
    const release = releaseBadly(grounds, 'leaking', () => {
      calm = climb(
        grounds.world,
        [
          { of: 'service', metric: 'MemoryUtilization', height: 99 },
          // Each kill cuts off what was running; too few to ring.
          { of: 'load balancer', metric: 'HTTPCode_Target_5XX_Count', height: 6 },
        ],
        20 * minute,
      )
    })
    return {
      alarms: [alarmOf('ecs-high-memory')],
      isOver: release.isGone,
      end() {
        release.mend()
        calm()
      },
    }
  },
}

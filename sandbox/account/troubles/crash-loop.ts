import { climb } from './figures.js'
import { releaseBadly } from './release.js'
import { alarmOf, type Trouble } from './trouble.js'

/** A release whose processes end with an error, again and again. */
export const crashLoop: Trouble = {
  name: 'crash-loop',
  title: 'Crash loop',
  says: 'A new version of the backend ends with exit code 1 soon after each start; those who ask it get 5xx.',
  signs: ['alb-5xx-errors', 'answers are 5xx', '5xx'],
  begin(grounds) {
    let calm: () => void = () => undefined
    const release = releaseBadly(grounds, 'broken', () => {
      calm = climb(grounds.world, [
        { of: 'load balancer', metric: 'HTTPCode_Target_5XX_Count', height: 64 },
        { of: 'load balancer', metric: 'TargetResponseTime', height: 0.9 },
      ])
    })
    return {
      alarms: [alarmOf('alb-5xx-errors')],
      isOver: release.isGone,
      end() {
        release.mend()
        calm()
      },
    }
  },
}

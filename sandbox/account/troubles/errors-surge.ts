import { climb } from './figures.js'
import { keepWriting } from './lines.js'
import { alarmOf, type Trouble } from './trouble.js'

/** Somebody else's service fails, and ours with it: nothing was deployed. */
export const errorsSurge: Trouble = {
  name: '5xx-surge',
  title: '5xx surge',
  says: 'The exchange that prices come from answers with 503; the backend hands that on. Nothing was deployed.',
  signs: ['alb-5xx-errors', 'answers are 5xx', '5xx'],
  begin({ world, control }) {
    const calm = climb(world, [{ of: 'load balancer', metric: 'HTTPCode_Target_5XX_Count', height: 58 }])
    const hush = keepWriting(
      world,
      control,
      (random) =>
        `ERROR [app.exchange] exchange kraken answered 503 Service Unavailable after ${random.whole(180, 900)} ms ` +
        `request_id=${random.hex(12)}`,
    )
    return {
      alarms: [alarmOf('alb-5xx-errors')],
      isOver: () => false,
      end() {
        calm()
        hush()
      },
    }
  },
}

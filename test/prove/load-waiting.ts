import { waitingFor } from '../bench/waiting.js'
import { type Figure, known, type Proof } from './proof.js'

const sizes = { full: { count: 5_000, settledAfter: 8 }, short: { count: 200, settledAfter: 1 } }

/** Operations that wait for AWS, all on one worker. */
export const loadWaiting: Proof = {
  name: 'load-waiting',
  claim:
    '5,000 operations wait on one worker: its event loop stays free, and ten services are asked about in each call, as often as AWS’s rate allows',
  inTests: false,
  async run(size, note) {
    const figures = await waitingFor(sizes[size], 1)
    note(
      '5,000 services ÷ 10 would be 500 DescribeServices in an interval of 10 s; AWS takes 20 a second (docs/bench.md), of which ohmy asks 18, so that a round of looks takes 28 s',
    )
    return figures.map(({ name, unit, ours, bare, against, goal }): Figure => {
      const measured = `${(ours[0] ?? 0).toFixed(1)} ${unit}`
      const most = goal !== undefined && 'atMost' in goal ? goal.atMost * (bare[0] ?? 0) : undefined
      if (most === undefined) return known(name, measured)
      return {
        what: `${name} (against ${against})`,
        measured,
        goal: `≤ ${most.toFixed(0)} ${unit}`,
        met: (ours[0] ?? 0) <= most,
        hangsOnTheMachine: true,
      }
    })
  },
}

import { climb } from './figures.js'
import { keepWriting } from './lines.js'
import { alarmOf, type Trouble } from './trouble.js'

/** The cache is full and throws out what is still wanted. */
export const cacheEvictions: Trouble = {
  name: 'cache-evictions',
  title: 'Cache evictions',
  says: 'Redis is full and evicts some hundred keys a minute; the hit rate falls to 40 %.',
  signs: ['redis-evictions', 'redis-memory-utilization'],
  begin({ world, control }) {
    const calm = climb(world, [
      { of: 'cache', metric: 'Evictions', height: 640 },
      { of: 'cache', metric: 'DatabaseMemoryUsagePercentage', height: 99 },
      { of: 'cache', metric: 'CacheHitRate', height: 38 },
      { of: 'database', metric: 'CPUUtilization', height: 58 },
    ])
    const hush = keepWriting(
      world,
      control,
      (random) =>
        `WARNING [app.cache] cache miss storm on key prices:${random.pick(['BTC', 'ETH', 'SOL'])}: ` +
        `${random.whole(220, 900)} misses in 10 s`,
    )
    return {
      alarms: [alarmOf('redis-evictions'), alarmOf('redis-memory-utilization')],
      isOver: () => false,
      end() {
        calm()
        hush()
      },
    }
  },
}

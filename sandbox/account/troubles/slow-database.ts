import { climb } from './figures.js'
import { keepWriting } from './lines.js'
import { alarmOf, type Trouble } from './trouble.js'

/** A query without an index: the database is busy, connections run out, answers are slow. */
export const slowDatabase: Trouble = {
  name: 'slow-database',
  title: 'Slow database',
  says: 'The database is at 97 % CPU with its connections used up; answers take 4 s.',
  signs: ['rds-cpu-utilization', 'rds-database-connections', 'alb-target-response-time'],
  begin({ world, control }) {
    const calm = climb(world, [
      { of: 'database', metric: 'CPUUtilization', height: 99 },
      { of: 'database', metric: 'DatabaseConnections', height: 97 },
      { of: 'database', metric: 'ReadLatency', height: 0.045 },
      { of: 'load balancer', metric: 'TargetResponseTime', height: 4.2 },
    ])
    const hush = keepWriting(world, control, (random) =>
      random.next() < 0.6
        ? `WARNING [app.db] slow query on database connection ${random.whole(11, 48)}: ${random.whole(4200, 9800)} ms ` +
          `SELECT * FROM price_history WHERE lower(symbol) = 'btc' ORDER BY at`
        : `ERROR [app.db] QueuePool limit of size 10 overflow 10 reached, connection timed out, timeout 30.00 ` +
          `request_id=${random.hex(12)}`,
    )
    return {
      alarms: [
        alarmOf('rds-cpu-utilization'),
        alarmOf('rds-database-connections'),
        alarmOf('alb-target-response-time'),
      ],
      isOver: () => false,
      end() {
        calm()
        hush()
      },
    }
  },
}

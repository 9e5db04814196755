#!/usr/bin/env bash
# croner 11.0.1, cron-parser 5.10.3 (the one of bullmq 6.7.0)
#
# Guessed:  two libraries that take a cron pattern and a time zone agree when it fires.
# Happens:  not at the edges of daylight saving time. In Sydney, where 2:00 to 3:00 is missing on 4 October 2026 and comes
#           twice on 5 April: `30 2 * * *` is 3:00 to croner and 3:30 to cron-parser. `*/20 2 * * *` does not fire that
#           day to croner, and at 3:00, 3:20 and 3:40 to cron-parser; in autumn six times to the one, three to the other.
# Follows:  a page that shows the next times with the one library and a queue that runs with the other tell different things twice
#           a year, and the backup at 2:30 meets what was planned for 3:00. Use one for both, and keep out of that hour.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund croner@11.0.1 cron-parser@5.10.3 ||
  { echo 'npm could not install the packages.'; exit 2; }

timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { CronExpressionParser } from 'cron-parser'
import { Cron } from 'croner'

const zone = 'Australia/Sydney'
/** The wall clock as `2026-10-04 03:30`. */
const wall = (date) => date.toLocaleString('sv', { timeZone: zone }).slice(0, 16)

function firesOn(day, pattern) {
  const from = new Date(Date.parse(`${day}T00:00Z`) - 24 * 3_600_000)
  const next = CronExpressionParser.parse(pattern, { tz: zone, currentDate: from })
  const times = {
    croner: new Cron(pattern, { timezone: zone }).nextRuns(14, from),
    'cron-parser': Array.from({ length: 14 }, () => next.next().toDate()),
  }
  const clock = (dates) => dates.map(wall).filter((time) => time.startsWith(day)).map((time) => time.slice(11))
  return Object.fromEntries(Object.entries(times).map(([library, dates]) => [library, clock(dates).join(' ')]))
}
const seen = {
  'spring, 30 2 * * *': firesOn('2026-10-04', '30 2 * * *'),
  'spring, */20 2 * * *': firesOn('2026-10-04', '*/20 2 * * *'),
  'autumn, 30 2 * * *': firesOn('2026-04-05', '30 2 * * *'),
  'autumn, */20 2 * * *': firesOn('2026-04-05', '*/20 2 * * *'),
}
console.log(seen)
deepStrictEqual(seen, {
  'spring, 30 2 * * *': { croner: '03:00', 'cron-parser': '03:30' },
  'spring, */20 2 * * *': { croner: '', 'cron-parser': '03:00 03:20 03:40' },
  'autumn, 30 2 * * *': { croner: '02:30', 'cron-parser': '02:30' },
  'autumn, */20 2 * * *': { croner: '02:00 02:20 02:40 02:00 02:20 02:40', 'cron-parser': '02:00 02:20 02:40' },
})
END
echo 'As stated.'

import type { World } from '../../world.js'
import { behaviourOf } from '../images.js'
import type { CommandOutcome, OneOffRecord } from './model.js'

const takes = 12_000

/** The words of its command; none: that of its image. */
export function commandOf({ request }: OneOffRecord): readonly string[] {
  return request.overrides?.containerOverrides?.[0]?.command ?? []
}

/** What was set for the command, or else what its image and its words say: one with `fail` in it fails. */
export function outcomeOf(world: World, task: OneOffRecord): CommandOutcome {
  const command = commandOf(task).join(' ')
  const set = world.oneOff.outcomes.get(command)
  if (set !== undefined) return set
  const image = behaviourOf(world, task.taskDefinition)
  if (image === 'oom') return { exitCode: 137, lines: [`Running ${command}`], takes }
  if (image === 'broken' || /fail|broken/.test(command)) return { exitCode: 1, lines: failing, takes }
  if (/\bmigrate\b/.test(command)) return { exitCode: 0, lines: migrating, takes }
  return { exitCode: 0, lines: [`Running ${command}`, 'Done.'], takes }
}

const migrating = [
  'Operations to perform:',
  '  Apply all migrations: admin, auth, coins, contenttypes, sessions',
  'Running migrations:',
  '  Applying coins.0041_price_source... OK',
  '  Applying coins.0042_price_index... OK',
]

const failing = [
  'Traceback (most recent call last):',
  '  File "/app/manage.py", line 22, in <module>',
  '    main()',
  'django.db.utils.ProgrammingError: relation "coins_price" does not exist',
]

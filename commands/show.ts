import { choosing, readingId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { openReadings } from './choices/open-work.js'

/** Looks at one again, without touching its own message. */
export const show = command({
  name: 'show',
  summary: 'Show a followed log, a log query or what Terraform was asked once more',
  topic: 'answer',
  examples: ['show logs-7k2m9qa'],
  args: { id: choosing(readingId(), { lookUp: openReadings, label: 'Which' }) },
  access: 'viewer',
  run: ({ args, caller, readings }) => readings.show(args.id, caller),
})

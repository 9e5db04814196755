import { choosing, readingId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { openReadings } from './choices/open-work.js'

/** Also behind the button of a log query that asks before it costs much. */
export const continueReading = command({
  name: 'continue',
  summary: 'Let a log query run that asked, because it costs much',
  examples: ['continue logs-7k2m9qa'],
  args: { id: choosing(readingId(), { lookUp: openReadings, label: 'Which' }) },
  access: 'viewer',
  run: ({ args, caller, readings }) => readings.hear(args.id, 'continue', caller),
})

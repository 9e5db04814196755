import { choosing, readingId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { openReadings } from './choices/open-work.js'

/** Also behind the button of followed logs, log queries, and validations and plans of Terraform. It names no environment: whose it is, and who may, is looked up by the id. */
export const stop = command({
  name: 'stop',
  summary: 'Stop a followed log, a log query or what Terraform is asked; for who asked, and for operators',
  topic: 'answer',
  examples: ['stop logs-7k2m9qa'],
  args: { id: choosing(readingId(), { lookUp: openReadings, label: 'Which' }) },
  access: 'viewer',
  run: ({ args, caller, readings }) => readings.hear(args.id, 'stop', caller),
})

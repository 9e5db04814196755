import type { Json } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { flag, jobId } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'

/** Also behind the buttons of followed logs and log queries. It names no environment: whose it is, and who may, is looked up by the id. */
export const job = command({
  name: 'job',
  summary: 'Stop a followed log or a log query, or let one run that asked',
  examples: ['job job-7k2m9qa --stop', 'job job-7k2m9qa --run'],
  args: {
    id: jobId(),
    stop: flag({ summary: 'stop it; for who asked, and for operators' }),
    run: flag({ summary: 'let a query run that asked because it costs much' }),
  },
  access: 'viewer',
  run: async ({ args, caller, jobs }) => {
    if (args.stop && args.run) {
      throw new UserError('stop-and-run', 'It cannot be stopped and run at once.', 'Say one of them.')
    }
    if (args.stop) return jobs.stop(args.id, caller)
    if (args.run) return jobs.goAhead(args.id, caller)
    const record = await jobs.show(args.id, caller)
    return { message: record.message, data: record as unknown as Json, shownTo: 'caller' }
  },
})

import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { environment, service } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { tasksMessage } from '../src/slack/views/tasks/tasks.js'
import { readTasks } from '../src/status/read-tasks.js'

export const tasks = command({
  name: 'tasks',
  summary: 'List the tasks of a service: version, zone, age, health, CPU',
  examples: ['tasks backend staging'],
  args: { service: service(), environment: environment() },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws, clock, config }) => {
    const found = await readTasks({
      aws: aws(args.environment),
      environment: args.environment,
      service: args.service,
      thresholds: config.thresholds,
      clock,
    })
    return {
      message: tasksMessage(found, {
        zone: createZone(config.timeZone),
        askedBy: caller.name,
        buttons: caller.origin !== 'terminal',
      }),
      data: found as unknown as Json,
      shownTo: 'place',
    }
  },
})

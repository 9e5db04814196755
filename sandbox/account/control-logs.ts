import { loggedTask, tasksOf } from './cloudwatch-logs/tasks.js'
import { moment, streamName } from './cloudwatch-logs/streams.js'
import type { LogGroupRecord } from './cloudwatch-logs/model.js'
import { serviceNamed, type World } from './world.js'

export interface WrittenWhere {
  /** Milliseconds since 1970; now unless told otherwise. */
  at?: number
  /** A task that runs or ran; the service's oldest running one unless told otherwise. */
  taskId?: string
}

/** Meddles with the logs of the account. Names that do not exist throw. */
export interface LogsControl {
  /** A task of a service writes a line (or several, as one event) to its log group. */
  writeLog(service: string, line: string, where?: WrittenWhere): void
  /** How many live tails are open. */
  liveTails(): number
  /** Breaks the connection of every open live tail, as a network would. */
  dropLiveTails(): void
}

export function logsControl(world: World): LogsControl {
  return {
    liveTails: () => world.logs.tails.size,
    dropLiveTails() {
      for (const tail of [...world.logs.tails]) tail.drop()
    },
    writeLog(name, message, where = {}) {
      world.time.catchUp()
      const service = serviceNamed(world, name)
      if (service === undefined) throw new Error(`The simulated account has no service ${name}`)
      const group = groupOfService(world, name)
      const running = [...service.tasks.values()].find((task) => task.lastStatus === 'RUNNING')
      const task =
        where.taskId === undefined
          ? running && loggedTask(running)
          : tasksOf(group).find(({ id }) => id === where.taskId)
      if (task === undefined) {
        throw new Error(`${name} has no task ${where.taskId ?? 'that runs'}, so nothing can write a line`)
      }
      const writtenAt = moment(world)
      const stream = streamName(task)
      const lines = group.written.get(stream) ?? []
      lines.push({ at: where.at ?? writtenAt, message, writtenAt })
      group.written.set(stream, lines)
    },
  }
}

function groupOfService(world: World, name: string): LogGroupRecord {
  for (const group of world.logs.groups.values()) {
    if (group.tasks.some(({ service }) => service.name === name)) return group
  }
  throw new Error(`No task of ${name} ever wrote to a log group of the simulated account`)
}

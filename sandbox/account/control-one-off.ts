import { commandOf } from './ecs/one-off/command.js'
import type { CommandOutcome } from './ecs/one-off/model.js'
import type { World } from './world.js'

/** A task that belongs to no service, as tests look at it. */
export interface OneOffState {
  readonly id: string
  readonly taskDefinition: string
  readonly command: readonly string[]
  readonly startedBy: string | undefined
  readonly lastStatus: string
  readonly exitCode: number | undefined
}

/** Looks at and meddles with tasks that belong to no service. */
export interface OneOffControl {
  /** Every one that was started, oldest first. */
  oneOffTasks(): readonly OneOffState[]
  /** What a command does from now on: its words with a blank in between. */
  setCommand(command: string, outcome: Partial<CommandOutcome>): void
  /** Why ECS finds no place for such a task from now on, such as `RESOURCE:MEMORY`; undefined: it does. */
  refuseTasks(reason: string | undefined): void
}

export function oneOffControl({ oneOff, time }: World): OneOffControl {
  return {
    oneOffTasks() {
      time.catchUp()
      return [...oneOff.tasks.values()].map((task) => ({
        id: task.id,
        taskDefinition: `${task.taskDefinition.family}:${task.taskDefinition.revision}`,
        command: commandOf(task),
        startedBy: task.request.startedBy,
        lastStatus: task.lastStatus,
        exitCode: task.exitCode,
      }))
    },
    setCommand: (command, outcome) =>
      void oneOff.outcomes.set(command, { exitCode: 0, lines: [], takes: 12_000, ...outcome }),
    refuseTasks(reason) {
      if (reason === undefined) delete oneOff.refusal
      else oneOff.refusal = reason
    },
  }
}

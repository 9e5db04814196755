import type { EcsTaskDefinition, ServiceRevision } from '../../aws/aws.js'
import type { PlanContext } from '../../changes/definition.js'
import { type AllowedCommand, allowing, wordsOfCommand } from '../../core/allowed-command.js'
import type { Environment } from '../../core/environment.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { digestsOf, imagesNow, registryOf } from '../service/images-now.js'
import { otherImageWarnings, refuseUnpullable } from '../service/images-wording.js'
import { awsOf, environmentOf } from '../service/service-environment.js'
import { isSame } from '../service/service-release.js'
import { containerFor } from './run-task-container.js'
import type { RunTaskFacts } from './run-task-facts.js'
import type { RunTaskBasis, RunTaskInput } from './run-task-input.js'
import { refuseCommand, refuseForeignFamily, refuseInactive, taskDetails } from './run-task-wording.js'

/** Asks ECS and ECR, then decides. What is not allowed is refused before anybody is asked. */
export async function planRunTask({ input, ports, clock }: PlanContext<RunTaskInput, Ports>): Promise<Plan> {
  const environment = environmentOf(ports, input.service)
  const allowed = allowedFor(input, environment)
  const aws = awsOf(ports, input.service)
  const service = await aws.describeService(input.service)
  const [definition, launch, revisions] = await Promise.all([
    aws.describeTaskDefinition(input.taskDefinition ?? service.taskDefinition),
    aws.taskLaunch(input.service),
    aws.describeRevisions(service.currentServiceRevisions),
  ])
  if (definition === undefined) {
    const what = `ECS knows no task definition ${input.taskDefinition ?? service.taskDefinition}.`
    throw new UserError('task-definition-unknown', what, 'Look at the service in ECS.')
  }
  const images = await imagesNow(registryOf(aws), definition, ranOf(revisions, definition))
  return decideRunTask(input, allowed, { environment, service, definition, launch, images, now: clock.now() })
}

function ranOf(revisions: readonly ServiceRevision[], { arn }: EcsTaskDefinition) {
  return digestsOf(revisions.find(({ taskDefinition }) => isSame(taskDefinition, arn)))
}

function allowedFor(input: RunTaskInput, environment: Environment) {
  const words = wordsOfCommand(input.command)
  if (words === undefined) {
    const what = 'A quote in the command has no end.'
    throw new UserError('command-unreadable', what, 'Close it, and ask again.')
  }
  const rules = environment.policy.commands ?? []
  const rule = allowing(rules, input.service.name, words)
  if (rule === undefined) throw refuseCommand(input, environment)
  return { words, rule }
}

/** Pure: what would be run, or a UserError that says why not and what instead. */
export function decideRunTask(
  input: RunTaskInput,
  { words, rule }: { readonly words: readonly string[]; readonly rule: AllowedCommand },
  facts: RunTaskFacts,
): Plan {
  const { service, definition, launch, images } = facts
  const name = `${input.service.name} in ${facts.environment.name}`
  refuseForeignFamily(definition, service, name)
  refuseInactive(definition, name)
  refuseUnpullable(images, `A task of ${name} needs it.`)
  const container = containerFor(definition, input)
  const digests = Object.fromEntries(
    images.flatMap((one) => (typeof one.now === 'object' ? [[one.container, one.now.digest] as const] : [])),
  )
  return {
    summary: `Run ${input.command} as a task of ${name}`,
    changes: [],
    warnings: [
      ...otherImageWarnings(images),
      ...(service.deployments.length > 1
        ? [`A deployment of ${name} is running: this runs ${definition.family}:${definition.revision}.`]
        : []),
      'What the command does to data is not undone: cancelling stops the task, and no more.',
    ],
    details: taskDetails(facts, container, words, rule),
    basis: {
      taskDefinition: definition.arn,
      container: container.name,
      words: [...words],
      launch: JSON.parse(JSON.stringify(launch)) as RunTaskBasis['launch'],
      digests,
      within: rule.within,
    } satisfies RunTaskBasis,
    takenBack: 'the task was stopped; what it had done by then stays done',
  }
}

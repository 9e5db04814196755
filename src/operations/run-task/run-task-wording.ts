import type { EcsContainer, EcsService, EcsTaskDefinition, TaskLaunch } from '../../aws/aws.js'
import { parseImageName, shortDigest, versionOf } from '../../aws/image-name.js'
import type { AllowedCommand } from '../../core/allowed-command.js'
import { formatDuration } from '../../core/duration.js'
import type { Environment } from '../../core/environment.js'
import { nearest } from '../../core/suggest.js'
import { UserError } from '../../core/user-error.js'
import { inCode } from '../../core/wording.js'
import { firstOf } from '../../status/wording.js'
import { nameOf } from '../service/service-release.js'
import type { RunTaskInput } from './run-task-input.js'
import type { RunTaskFacts } from './run-task-facts.js'

/** Nobody runs what the configuration does not name; what it names is told. */
export function refuseCommand({ service, command }: RunTaskInput, environment: Environment): UserError {
  const allowed = (environment.policy.commands ?? [])
    .filter(({ services }) => services.length === 0 || services.includes(service.name))
    .map(({ pattern }) => pattern)
  const what = `${environment.name} does not allow ${inCode(command)} for ${service.name}.`
  const where = `environments.${environment.name}.policy.commands in ohmy.yaml`
  if (allowed.length === 0) {
    return new UserError('command-not-allowed', what, `It allows no command at all: add it to ${where}.`)
  }
  const meant = nearest(command, allowed)
  const hint = meant === undefined ? '' : `Did you mean ${inCode(meant)}? `
  const known = firstOf(allowed.map(inCode), 5)
  return new UserError(
    'command-not-allowed',
    what,
    `${hint}It allows ${known}; others are added to ${where}.`,
  )
}

/** Another family brings other roles and secrets than the service's, and nobody has agreed to those. */
export function refuseForeignFamily(
  { arn, family }: EcsTaskDefinition,
  { taskDefinition }: EcsService,
  name: string,
): void {
  if (nameOf(taskDefinition).split(':')[0] === family) return
  const what = `${nameOf(arn)} is no task definition of ${name}, which runs ${nameOf(taskDefinition)}.`
  throw new UserError('task-definition-foreign', what, 'Name a revision of its own family.')
}

export function refuseInactive({ arn, status }: EcsTaskDefinition, name: string): void {
  if (status === 'ACTIVE') return
  const what = `${nameOf(arn)} of ${name} was deregistered, and ECS starts no task of it any more.`
  throw new UserError('task-definition-inactive', what, 'Name another revision with `--task-definition`.')
}

/** What will run, where, and as whom: one line each. */
export function taskDetails(
  { definition, launch, images }: RunTaskFacts,
  container: EcsContainer,
  words: readonly string[],
  rule: AllowedCommand,
): readonly string[] {
  return [
    `Command: ${shown(words)}, in the container ${container.name}. No shell reads it.`,
    imageLine(container, images),
    `Task definition: ${nameOf(definition.arn)}${sizeOf(definition, container)}.`,
    `Network: ${networkOf(launch)}.`,
    `Role: ${definition.taskRole === undefined ? 'none, so it may do nothing in AWS' : roleName(definition.taskRole)}.`,
    `Allowed by: ${rule.pattern}. Followed for ${formatDuration(rule.within)} at most.`,
  ]
}

function imageLine({ name, image }: EcsContainer, images: RunTaskFacts['images']): string {
  const now = images.find(({ container }) => container === name)?.now
  const version = `Image: ${parseImageName(image).repository}:${versionOf(image)}`
  if (typeof now === 'object') return `${version}, ${shortDigest(now.digest)}.`
  return `${version}. Which one that is could not be looked up.`
}

function sizeOf({ cpu, memory }: EcsTaskDefinition, container: EcsContainer): string {
  const units = cpu ?? container.cpu
  const megabytes = memory ?? container.memory
  const parts = [
    ...(units === undefined ? [] : [`${units} CPU units`]),
    ...(megabytes === undefined ? [] : [`${megabytes} MB`]),
  ]
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`
}

function networkOf({ network, launchType, capacityProviders = [] }: TaskLaunch): string {
  const on =
    capacityProviders.length > 0
      ? firstOf(capacityProviders.map(({ name }) => name))
      : (launchType ?? 'the default of the cluster')
  if (network === undefined) return `that of the instance it runs on (${on})`
  const address = network.publicAddress ? 'with a public address' : 'no public address'
  return `subnets ${firstOf(network.subnets, 5)}; security groups ${firstOf(network.securityGroups, 5)}; ${address} (${on})`
}

function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** Words as they can be told apart: those with a blank in quotes. */
export function shown(words: readonly string[]): string {
  return words.map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(' ')
}

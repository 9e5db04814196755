import type { ScalableTarget } from '../../aws/aws.js'
import type { PlanContext } from '../../changes/definition.js'
import { formatDuration } from '../../core/duration.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { awsOf } from '../service/service-environment.js'
import {
  isSame,
  nothingSuspended,
  type ResumeInput,
  type SuspendInput,
  suspendedNow,
  suspendedWords,
} from './autoscaling-input.js'

/** @throws UserError `no-autoscaling` */
export async function targetOf(ports: Ports, service: ServiceRef): Promise<ScalableTarget> {
  const [target] = await awsOf(ports, service).scalableTargets([service])
  if (target !== undefined) return target
  const what = `${service.name} in ${service.environment} has no autoscaling.`
  throw new UserError('no-autoscaling', what, 'Nothing moves its count but people and deployments.')
}

export async function planSuspend({ input, ports }: PlanContext<SuspendInput, Ports>): Promise<Plan> {
  const { service, only } = input
  const target = await targetOf(ports, service)
  const from = suspendedNow(target)
  const to = {
    in: from.in || only !== 'out',
    out: from.out || only !== 'in',
    scheduled: from.scheduled || only === undefined,
  }
  const name = `${service.name} in ${service.environment}`
  if (isSame(from, to)) {
    const what = `Autoscaling of ${name} is suspended already: it ${suspendedWords(from)}.`
    const next = `\`/ohmy autoscaling show ${service.name} ${service.environment}\` tells since when; \`/ohmy autoscaling resume ${service.name} ${service.environment}\` lets it work.`
    throw new UserError('nothing-to-do', what, next)
  }
  return {
    summary: `Suspend autoscaling of ${name} for ${formatDuration(input.for)}`,
    changes: [{ what: 'Autoscaling', from: suspendedWords(from), to: suspendedWords(to) }],
    warnings: to.out
      ? [`Nothing adds tasks meanwhile: scale by hand where the load grows, up to ${target.maximum}.`]
      : [],
    details: [
      `After that it works as before, with its range of ${target.minimum}–${target.maximum}; Cancel ends it sooner.`,
    ],
    basis: { from: { ...from }, to },
    takenBack: 'autoscaling works as before',
  }
}

export async function planResume({
  input: { service },
  ports,
}: PlanContext<ResumeInput, Ports>): Promise<Plan> {
  const target = await targetOf(ports, service)
  const from = suspendedNow(target)
  const name = `${service.name} in ${service.environment}`
  if (isSame(from, nothingSuspended)) {
    throw new UserError('nothing-to-do', `Autoscaling of ${name} works already.`, 'Nothing was changed.')
  }
  return {
    summary: `Resume autoscaling of ${name}`,
    changes: [{ what: 'Autoscaling', from: suspendedWords(from), to: suspendedWords(nothingSuspended) }],
    warnings: [`It may move the count at once, within ${target.minimum}–${target.maximum}.`],
    basis: { from: { ...from }, to: { ...nothingSuspended } },
  }
}

import type { EcsService, MetricQuestion } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { perCall } from '../aws/limits.js'
import type { ServiceRef } from '../core/environment.js'
import { batches } from './batches.js'
import { emptyFindings, type Findings } from './findings.js'
import {
  loadBalancerMeasurements,
  type MeasurementPlan,
  serviceMeasurements,
  sharedMeasurements,
  within,
} from './measurements.js'
import type { GatherOptions } from './gather-options.js'
import { lookCloser } from './look-closer.js'
import { targetGroups } from './target-groups.js'
import { firstOf } from './wording.js'

/** Stopped tasks that are looked at; the newest tell why. */
const stoppedTasks = 20

/**
 * Asks for everything as early as it can be asked: services are described while the list still goes on, revisions while others are
 * described; alarms, figures and scaling ranges do not wait for descriptions at all. Two calls follow one another, where the services are
 * configured: descriptions, then what they name.
 */
export async function gather(options: GatherOptions): Promise<Findings> {
  const { aws, environment, thresholds, partial } = options
  const found = emptyFindings()
  const dimension = loadBalancerDimension(options)

  const figures = batches<MetricQuestion>(perCall.metrics, (group) => askMetrics(options, found, group))
  const revisions = batches<string>(perCall.revisions, async (arns) => {
    const answer = await partial.attempt('images', () => aws.describeRevisions(arns))
    for (const revision of answer ?? []) found.revisions.set(revision.arn, revision)
  })
  const deployments = batches<string>(perCall.serviceDeploymentsDescribed, async (arns) => {
    const answer = await partial.attempt('deployments', () => aws.describeServiceDeployments(arns))
    for (const deployment of answer ?? []) found.deployments.set(deployment.arn, deployment)
  })
  const targets = targetGroups(options, found, dimension, (group) => askMetrics(options, found, group))
  const scaling = batches<ServiceRef>(perCall.scalableTargets, async (group) => {
    const answer = await partial.attempt('autoscaling ranges', () => aws.scalableTargets(group))
    for (const target of answer ?? []) found.scaling.set(target.ref.service, target)
  })
  const descriptions = batches<ServiceRef>(perCall.servicesDescribed, async (group) => {
    const services = await describe(options, found, group)
    revisions.add(services.flatMap(({ currentServiceRevisions }) => currentServiceRevisions))
    deployments.add(services.flatMap(deploymentToLookAt))
    // Where traffic is shifted, only the revision tells which group serves.
    targets.add(
      services
        .filter(({ shiftsTraffic }) => shiftsTraffic !== true)
        .flatMap((service) => service.targetGroups),
    )
  })

  function plan(plans: readonly MeasurementPlan[]): void {
    found.plans.push(...plans)
    figures.add(plans.flatMap(({ questions }) => questions))
  }

  async function list(): Promise<void> {
    try {
      for await (const page of options.service ? [[options.service]] : aws.services()) {
        found.refs.push(...page)
        descriptions.add(page)
        scaling.add(page)
        plan(page.flatMap((ref) => serviceMeasurements(ref, thresholds)))
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      found.listingFailed = explainAwsError(error)
      partial.note('services', found.listingFailed)
    }
  }

  /** The descriptions and what only they name. */
  async function described(): Promise<void> {
    await descriptions.end()
    await Promise.all([revisions.end(), deployments.end(), targets.end()])
    await lookCloser(options, found, dimension, (group) => askMetrics(options, found, group))
  }

  async function services(listed: Promise<void>): Promise<void> {
    await listed
    await Promise.all([scaling.end(), described()])
  }

  async function measurements(listed: Promise<void>): Promise<void> {
    plan(sharedMeasurements(environment, thresholds))
    const [name] = await Promise.all([dimension, listed])
    if (name !== undefined) plan(loadBalancerMeasurements(name, thresholds))
    await figures.end()
  }

  const listed = list()
  await Promise.all([services(listed), measurements(listed), alarms(options, found), stopped(options, found)])
  return found
}

/** The deployment under way, where the counts of its tasks do not tell how far it is. */
function deploymentToLookAt({ currentServiceDeployment: arn, strategy }: EcsService): readonly string[] {
  if (arn === undefined || strategy === undefined) return []
  const isPlain = strategy.kind === 'ROLLING' && strategy.bake === 0 && strategy.hooks.length === 0
  return isPlain ? [] : [arn]
}

/** The load balancer as CloudWatch knows it; asked once, whoever needs it. */
function loadBalancerDimension({ aws, environment, partial }: GatherOptions): Promise<string | undefined> {
  const { loadBalancer } = environment
  if (loadBalancer === undefined) return Promise.resolve(undefined)
  const what = 'load balancer figures'
  const asked = partial.attempt(what, async () => {
    const dimension = await aws.loadBalancerDimension(loadBalancer)
    if (dimension === undefined) {
      partial.note(what, `there is no load balancer ${loadBalancer} in this account and region`)
    }
    return dimension
  })
  asked.catch(() => undefined)
  return asked
}

async function describe(
  { aws, partial }: GatherOptions,
  found: Findings,
  group: readonly ServiceRef[],
): Promise<readonly EcsService[]> {
  try {
    const services = await aws.describeServices(group)
    for (const service of services) found.services.set(service.ref.service, service)
    return services
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const why = explainAwsError(error)
    for (const { service } of group) found.undescribed.set(service, why)
    partial.note(`services ${firstOf(group.map(({ name }) => name))}`, why)
    return []
  }
}

async function askMetrics(
  { aws, partial }: GatherOptions,
  found: Findings,
  questions: readonly MetricQuestion[],
): Promise<void> {
  const answers = await partial.attempt('figures', () => aws.latestMetrics(questions, within))
  for (const { key } of answers ? [] : questions) found.unanswered.add(key)
  for (const [key, value] of answers ?? []) found.answers.set(key, value)
}

async function alarms({ aws, partial }: GatherOptions, found: Findings): Promise<void> {
  const all = await partial.attempt('alarms', () => aws.alarms())
  found.alarms = (all ?? []).filter(({ state }) => state === 'ALARM')
}

async function stopped({ aws, partial, depth, service }: GatherOptions, found: Findings): Promise<void> {
  if (depth !== 'service' || !service) return
  const tasks = await partial.attempt('stopped tasks', () => aws.stoppedTasks(service, stoppedTasks))
  if (tasks) found.stopped.set(service.service, tasks)
}

import type { Aws, EcsTaskDefinition, RegistryImage } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import { pricesIn } from '../../config/prices.js'
import type { Clock } from '../../core/clock.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { decideDeploy } from './deploy-decision.js'
import type { ServiceFacts } from './deploy-facts.js'
import { imagesFor, type Proof, proofOf } from './deploy-images.js'
import type { DeployInput } from './deploy-input.js'
import type { PlanContext } from '../../changes/definition.js'
import { isOtherSize, rangeForCost } from '../service/cost-difference.js'
import { digestsOf, imagesNow, isMoved, type Lookup, registryOf } from '../service/images-now.js'
import { isSame } from '../service/service-release.js'
import type { Ports } from '../operations.js'
import { refuseForeign } from '../service/service-refusals.js'
import { awsOf, environmentOf } from '../service/service-environment.js'
import { counterpart } from '../service/counterpart.js'
import { ranIn } from './ran-in.js'

/** Tags that are offered where one was mistyped or none was named. */
const offered = 50

/** Asks ECS, ECR and the environment that has to prove the image, then decides. */
export async function planDeploy({ input, ports, clock }: PlanContext<DeployInput, Ports>): Promise<Plan> {
  const [first] = input.services
  if (first === undefined) throw new Error('A deployment without services')
  const environment = environmentOf(ports, first)
  const services = await Promise.all(input.services.map((ref) => factsOf(input, ports, clock, ref)))
  return decideDeploy(input, {
    environment,
    services,
    prices: pricesIn(environment.region, ports.config.prices),
    now: clock.now(),
  })
}

async function factsOf(
  input: DeployInput,
  ports: Ports,
  clock: Clock,
  ref: ServiceRef,
): Promise<ServiceFacts> {
  const aws = awsOf(ports, ref)
  const service = await aws.describeService(ref)
  // One that another tool deploys may name no task definition to be looked at.
  refuseForeign({ ref, service }, { environment: environmentOf(ports, ref), now: clock.now() })
  const back = input.back?.services.find(({ name }) => name === ref.name)
  const reference = back?.to ?? input.taskDefinition
  const [current, [newest], revisions, wanted] = await Promise.all([
    aws.describeTaskDefinition(service.taskDefinition, { content: true }),
    aws.serviceDeployments(ref, 1),
    aws.describeRevisions(service.currentServiceRevisions),
    reference === undefined ? undefined : aws.describeTaskDefinition(reference),
  ])
  if (current === undefined) {
    const what = `ECS does not know the task definition that ${ref.name} in ${ref.environment} runs.`
    throw new UserError('task-definition-unknown', what, 'Look at the service in ECS.')
  }
  const running = digestsOf(revisions.find((one) => isSame(one.taskDefinition, service.taskDefinition)))
  const registry = registryOf(aws)
  const named = back === undefined ? namedBy(input, ref, current, wanted) : []
  const [currentNow, wantedNow] = await Promise.all([
    imagesNow(registry, current, running),
    wanted === undefined ? undefined : imagesNow(registry, wanted, back?.ran ?? {}),
    // Looked up at the same moment they are one call.
    Promise.all((named ?? []).map(registry)),
  ])
  const range =
    wanted !== undefined && isOtherSize(current, wanted) ? await rangeForCost(aws, ref) : undefined
  const asked = named ?? currentNow.filter(isMoved).map(({ image }) => image)
  const images = Object.fromEntries(
    await Promise.all(asked.map(async (image): Promise<[string, Lookup]> => [image, await registry(image)])),
  )
  return {
    ref,
    service,
    current,
    running,
    currentNow,
    images,
    available: await alternatives(aws, input, current, images),
    ...(newest === undefined ? {} : { newest }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(wantedNow === undefined ? {} : { wantedNow }),
    ...(range === undefined ? {} : { range }),
    ...(await proofsOf(ports, clock, ref, images)),
  }
}

/** Full names of the images that are asked for; undefined for a restart, which brings those whose tag was pushed again. */
function namedBy(
  input: DeployInput,
  ref: ServiceRef,
  current: EcsTaskDefinition,
  wanted: EcsTaskDefinition | undefined,
): readonly string[] | undefined {
  if (input.taskDefinition !== undefined) return (wanted?.containers ?? []).map(({ image }) => image)
  if (input.image === undefined) return undefined
  return Object.values(imagesFor(current, ref, input.image, input.container))
}

async function alternatives(
  aws: Aws,
  input: DeployInput,
  current: EcsTaskDefinition,
  images: Readonly<Record<string, Lookup>>,
): Promise<readonly RegistryImage[]> {
  const [missing] = Object.entries(images).flatMap(([image, found]) => (found === 'missing' ? [image] : []))
  const nothingNamed = input.image === undefined && input.taskDefinition === undefined && input.force !== true
  const like = missing ?? (nothingNamed ? current.containers[0]?.image : undefined)
  if (like === undefined || input.back !== undefined) return []
  return aws.newestImages(like, offered).catch((error: unknown) => {
    if (error instanceof AwsError) return []
    throw error
  })
}

/** Whether the images have run well where they have to; nothing where nothing has to be proven. */
async function proofsOf(
  ports: Ports,
  clock: Clock,
  ref: ServiceRef,
  images: Readonly<Record<string, Lookup>>,
): Promise<{ readonly proofs?: Readonly<Record<string, Proof>> }> {
  const { provenIn } = environmentOf(ports, ref).policy.deploy ?? {}
  if (provenIn === undefined || Object.keys(images).length === 0) return {}
  const ran = await ranIn(ports, clock, await counterpart(ports, ref, provenIn))
  const proofs = Object.entries(images).map(([image, found]): [string, Proof] => {
    const digest = typeof found === 'object' ? found.digest : undefined
    return [image, ran === undefined ? { kind: 'no such service' } : proofOf(image, digest, ran)]
  })
  return { proofs: Object.fromEntries(proofs) }
}

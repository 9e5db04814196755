import type { Aws, EcsTaskDefinition, RegistryImage } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { ServiceRef } from '../core/environment.js'
import type { Plan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import { decideDeploy } from './deploy-decision.js'
import type { ServiceFacts } from './deploy-facts.js'
import { imagesFor, type Lookup, type Proof, proofOf, type Ran } from './deploy-images.js'
import type { DeployInput } from './deploy-input.js'
import type { PlanContext } from '../changes/definition.js'
import type { Ports } from './operations.js'
import { awsOf, environmentOf } from './service-environment.js'

/** Tags that are offered where one was mistyped or none was named. */
const offered = 50
/** Successful deployments in which a proof is looked for, newest first. */
const provingDeployments = 40

/** Asks ECS, ECR and the environment that has to prove the image, then decides. */
export async function planDeploy({ input, ports, clock }: PlanContext<DeployInput, Ports>): Promise<Plan> {
  const [first] = input.services
  if (first === undefined) throw new Error('A deployment without services')
  const environment = environmentOf(ports, first)
  const services = await Promise.all(input.services.map((ref) => factsOf(input, ports, ref)))
  return decideDeploy(input, { environment, services, now: clock.now() })
}

async function factsOf(input: DeployInput, ports: Ports, ref: ServiceRef): Promise<ServiceFacts> {
  const aws = awsOf(ports, ref)
  const service = await aws.describeService(ref)
  const back = input.back?.services.find(({ name }) => name === ref.name)?.to
  const reference = back ?? input.taskDefinition
  const [current, [newest], revisions, wanted] = await Promise.all([
    aws.describeTaskDefinition(service.taskDefinition),
    aws.serviceDeployments(ref, 1),
    aws.describeRevisions(service.currentServiceRevisions),
    reference === undefined ? undefined : aws.describeTaskDefinition(reference),
  ])
  if (current === undefined) {
    const what = `ECS does not know the task definition that ${ref.name} in ${ref.environment} runs.`
    throw new UserError('task-definition-unknown', what, 'Look at the service in ECS.')
  }
  const runs = revisions.find(({ taskDefinition }) => taskDefinition === service.taskDefinition)
  const running = Object.fromEntries(
    (runs?.images ?? []).flatMap(({ container, digest }) =>
      digest === undefined ? [] : [[container, digest]],
    ),
  )
  const asked = back === undefined ? askedFor(input, ref, current, wanted) : []
  const images = Object.fromEntries(await Promise.all(asked.map((image) => lookUp(aws, image))))
  return {
    ref,
    service,
    current,
    running,
    images,
    available: await alternatives(aws, input, current, images),
    ...(newest === undefined ? {} : { newest }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(await proofsOf(ports, ref, images)),
  }
}

/** Full names of the images that would be new in the service. */
function askedFor(
  input: DeployInput,
  ref: ServiceRef,
  current: EcsTaskDefinition,
  wanted: EcsTaskDefinition | undefined,
): readonly string[] {
  if (input.taskDefinition !== undefined) {
    const before = current.containers.map(({ image }) => image)
    return (wanted?.containers ?? []).map(({ image }) => image).filter((image) => !before.includes(image))
  }
  return input.image === undefined ? [] : Object.values(imagesFor(current, ref, input.image, input.container))
}

async function lookUp(aws: Aws, image: string): Promise<[string, Lookup]> {
  try {
    return [image, (await aws.findImage(image)) ?? 'missing']
  } catch (error) {
    // Without the right to look, the deployment is still somebody's decision: the plan says that nobody checked.
    if (error instanceof AwsError && error.kind === 'denied') return [image, 'unreadable']
    throw error
  }
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
  ref: ServiceRef,
  images: Readonly<Record<string, Lookup>>,
): Promise<{ readonly proofs?: Readonly<Record<string, Proof>> }> {
  const { provenIn } = environmentOf(ports, ref).policy.deploy ?? {}
  if (provenIn === undefined || Object.keys(images).length === 0) return {}
  const ran = await ranIn(ports, counterpart(ports, ref, provenIn))
  const proofs = Object.entries(images).map(([image, found]): [string, Proof] => {
    const digest = typeof found === 'object' ? found.digest : undefined
    return [image, ran === undefined ? { kind: 'no such service' } : proofOf(image, digest, ran)]
  })
  return { proofs: Object.fromEntries(proofs) }
}

/** The service of the same short name in another environment. */
function counterpart(ports: Ports, ref: ServiceRef, environmentName: string): ServiceRef {
  const place = { ...ref, environment: environmentName }
  const environment = environmentOf(ports, place)
  const found = environment.services.find(({ name }) => name === ref.name)
  const { cluster, servicePrefix } = environment
  return found ?? { ...place, cluster, service: servicePrefix + ref.name }
}

/** What was deployed successfully there, newest first, and what runs completed now; undefined where there is no such service. */
async function ranIn(ports: Ports, ref: ServiceRef): Promise<readonly Ran[] | undefined> {
  const aws = awsOf(ports, ref)
  const [service] = await aws.describeServices([ref])
  if (service === undefined) return undefined
  const history = await aws.serviceDeployments(ref)
  const successful = history.filter(({ status }) => status === 'SUCCESSFUL').slice(0, provingDeployments)
  const [primary] = service.deployments
  // Older than what ECS keeps of the history: what runs completed is proven all the same.
  const current = primary?.rolloutState === 'COMPLETED' ? service.currentServiceRevisions.slice(0, 1) : []
  const revisions = await aws.describeRevisions([...successful.map(({ target }) => target), ...current])
  const byArn = new Map(revisions.map((revision) => [revision.arn, revision]))
  const ran = successful.flatMap((deployment): Ran[] => {
    const revision = byArn.get(deployment.target)
    return revision === undefined ? [] : [{ deployment, images: revision.images }]
  })
  const running = current.flatMap((arn): Ran[] => {
    const revision = byArn.get(arn)
    if (revision === undefined || primary === undefined) return []
    return [{ deployment: { createdAt: primary.createdAt }, images: revision.images }]
  })
  return [...ran, ...running]
}

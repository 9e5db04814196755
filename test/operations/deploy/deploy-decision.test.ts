import { describe, expect, it } from 'vitest'
import type { RegistryImage } from '../../../src/aws/aws.js'
import { decideDeploy } from '../../../src/operations/deploy/deploy-decision.js'
import type { DeployFacts, ServiceFacts } from '../../../src/operations/deploy/deploy-facts.js'
import type { ImageNow } from '../../../src/operations/service/images-now.js'
import { imagesFor, proofOf, type Ran } from '../../../src/operations/deploy/deploy-images.js'
import { deployBasis, type DeployInput } from '../../../src/operations/deploy/deploy-input.js'
import {
  arn,
  day,
  definition,
  deployed,
  digest,
  environment,
  image,
  now,
  prices,
  ref,
  refusal,
  registry,
  service,
} from '../service/release-facts.js'
import type { Verdict } from '../../../src/operations/service/service-verdicts.js'

const pushed = (letter: string): RegistryImage => ({ digest: digest(letter), tags: [], pushedAt: now - day })

/** What the tag that runs means now. */
const now12 = (letter: string, kept?: string): ImageNow => ({
  container: 'backend',
  image: image('sprint-12'),
  ran: digest('a'),
  now: pushed(letter),
  ...(kept === undefined ? {} : { kept }),
})

function facts(changes: Partial<ServiceFacts> = {}): ServiceFacts {
  return {
    ref,
    service: service(),
    current: definition(42, 'sprint-12'),
    newest: deployed(42, 9),
    running: { backend: digest('a') },
    currentNow: [now12('a')],
    images: { [image('sprint-12')]: pushed('a'), [image('sprint-13')]: pushed('b') },
    available: [],
    ...changes,
  }
}

const ask = (changes: Partial<DeployInput> = {}): DeployInput => ({
  environment: 'production',
  services: [ref],
  image: 'sprint-13',
  ...changes,
})

function decide(input: DeployInput, ...services: ServiceFacts[]) {
  const all: DeployFacts = { environment, services, prices, now }
  const plan = decideDeploy(input, all)
  return { ...plan, releases: deployBasis.parse(plan.basis).releases }
}

describe('planning a deployment', () => {
  it('changes the image and nothing else', () => {
    const plan = decide(ask(), facts())
    expect(plan.summary).toBe('Deploy sprint-13 to backend in production')
    expect(plan.changes).toEqual([{ what: 'Image', from: 'sprint-12', to: 'sprint-13' }])
    expect(plan.releases).toEqual([
      {
        service: ref,
        from: arn(42),
        since: 'deployment-42',
        ran: { backend: digest('a') },
        to: {
          kind: 'new',
          images: { backend: image('sprint-13') },
          digests: { backend: digest('b') },
        },
      },
    ])
  })

  it('does not pass off what ECS gave up as a good way back', () => {
    const [deployment] = service().deployments
    const failed = { ...service(), deployments: [{ ...deployment!, rolloutState: 'FAILED' as const }] }
    const said = (of: ServiceFacts) => decide(ask(), of).details?.join('\n')
    expect(said(facts({ service: failed }))).toContain('That is what ECS gave up, and no good version')
    expect(said(facts())).not.toContain('gave up')
  })

  it('tells the digest, the age, and what stands behind it', () => {
    const text = decide(ask(), facts()).details?.join('\n')
    expect(text).toContain(
      'Image ohmycoins/backend:sprint-13, sha256:bbbbbbbbbbbb, pushed 1972-09-26 00:00 UTC.',
    )
    expect(text).toContain(
      'it goes back to sprint-12 (ohmycoins-prod-backend:42, deployed 1972-09-18 00:00 UTC)',
    )
  })

  it('says when the same image runs already, and how to restart it', () => {
    const { code, text } = refusal(() => decide(ask({ image: 'sprint-12' }), facts()))
    expect(code).toBe('same-image')
    expect(text).toContain('backend in production already runs sprint-12')
    expect(text).toContain('`/ohmy restart backend production`')
  })

  it.each([
    ['what the tag means', { images: { [image('sprint-12')]: 'unreadable' as const } }],
    ['what runs', { running: {} }],
  ])('does not say that it runs already where nobody knows the digest of %s', (_, unknown) => {
    const { code, text } = refusal(() => decide(ask({ image: 'sprint-12' }), facts(unknown)))
    expect(code).toBe('same-name')
    expect(text).toContain(
      'backend in production runs sprint-12 by name. Whether it is the same image is not known',
    )
    expect(text).not.toContain('already')
    expect(text).toContain('`/ohmy deploy backend sprint-12 production --force`')
  })

  it('refuses a signature', () => {
    const signed = { ...pushed('b'), unpullable: 'no image' as const }
    const { code, text } = refusal(() => decide(ask(), facts({ images: { [image('sprint-13')]: signed } })))
    expect(code).toBe('image-unknown')
    expect(text).toContain('is no container image')
  })

  it('sees that another tag is the same image', () => {
    const same = facts({ images: { [image('sprint-13')]: pushed('a') } })
    expect(refusal(() => decide(ask(), same)).code).toBe('same-image')
    expect(decide(ask({ force: true }), same).changes).toEqual([
      { what: 'Image', from: 'sprint-12', to: 'sprint-13' },
    ])
  })

  it.each([[{ image: 'sprint-12' }], [{}]])('restarts with --force %j', (named) => {
    const { image: _, ...without } = ask()
    const plan = decide({ ...without, ...named, force: true }, facts())
    expect(plan.summary).toBe('Restart backend in production with sprint-12')
    expect(plan.releases[0]?.to).toEqual({ kind: 'restart', digests: {} })
    expect(deployBasis.parse(plan.basis).rollsBack).toBe(false)
  })

  it('brings a tag that was pushed again, which is another image by the same name', () => {
    const again = facts({ images: { [image('sprint-12')]: pushed('c') }, currentNow: [now12('c')] })
    const plan = decide(ask({ image: 'sprint-12' }), again)
    expect(plan.releases[0]?.to).toEqual({ kind: 'restart', digests: { backend: digest('c') } })
    expect(plan.changes[0]?.to).toContain('pushed again as sha256:cccccccccccc')
  })

  it('refuses an image that is not in ECR, with the nearest and the newest ones that are', () => {
    const missing = facts({
      images: { [image('sprnt-13')]: 'missing' },
      available: ['sprint-13', 'sprint-12', 'sprint-11', 'sprint-10'].map((tag) => ({
        ...pushed('b'),
        tags: [tag],
      })),
    })
    const { code, text } = refusal(() => decide(ask({ image: 'sprnt-13' }), missing))
    expect(code).toBe('image-unknown')
    expect(text).toContain('Did you mean sprint-13?')
    expect(text).toContain('The newest are sprint-13, sprint-12 and sprint-11')
  })

  it.each([
    ['not ECR', 'is not in ECR, so nobody checked'],
    ['unreadable', 'may not read the image'],
  ] as const)('warns where nobody could look an image up (%s)', (lookup, words) => {
    const plan = decide(ask(), facts({ images: { [image('sprint-13')]: lookup } }))
    expect(plan.warnings.join('\n')).toContain(words)
    expect(plan.releases[0]?.to).toMatchObject({ kind: 'new', digests: {} })
  })

  it('restarts nothing when a container was named and its image forgotten', () => {
    const { image: _, ...without } = ask({ force: true, container: 'backend' })
    expect(refusal(() => decide(without, facts())).code).toBe('image-missing')
  })

  it('names what could be deployed when no image was named', () => {
    const { image: _, ...without } = ask()
    const available = [{ ...pushed('b'), tags: ['sprint-14'] }]
    const { code, text } = refusal(() => decide(without, facts({ available })))
    expect(code).toBe('image-missing')
    expect(text).toContain('`/ohmy deploy backend sprint-14 production`')
  })

  it('takes only what is proven where the environment asks for it, and says how to prove it', () => {
    const unproven = facts({ proofs: { [image('sprint-13')]: { kind: 'not deployed there' } } })
    const { code, text } = refusal(() => decide(ask(), unproven))
    expect(code).toBe('not-proven')
    expect(text).toContain('`/ohmy deploy backend sprint-13 staging`')
  })

  it('takes no tag for proven that was pushed again since', () => {
    const other = facts({ proofs: { [image('sprint-13')]: { kind: 'other digest', digest: digest('f') } } })
    const { code, text } = refusal(() => decide(ask(), other))
    expect(code).toBe('not-proven')
    expect(text).toContain('staging ran sha256:ffffffffffff')
  })

  it('tells when and how the image was proven', () => {
    const proof = { kind: 'proven', at: now - 3 * 3_600_000, sameDigest: true } as const
    const plan = decide(ask(), facts({ proofs: { [image('sprint-13')]: proof } }))
    expect(plan.details).toContain('Proven in staging: deployed there 1972-09-26 21:00 UTC (same digest).')
  })

  it('takes nothing for proven that ohmy took back itself, and says where that is told', () => {
    const verdict = { kind: 'taken back', operation: 'op-7k2m9qa', at: now - 3_600_000, by: 'Rita' } as const
    const { code, text } = refusal(() =>
      decide(ask(), facts({ proofs: { [image('sprint-13')]: { kind: 'vetoed', verdict } } })),
    )
    expect(code).toBe('not-proven')
    expect(text).toContain('ohmy took it back 1972-09-26 23:00 UTC (op-7k2m9qa)')
    expect(text).toContain('/ohmy history op-7k2m9qa')
    const verifying = { ...verdict, kind: 'in verification' } as const
    const wait = refusal(() =>
      decide(ask(), facts({ proofs: { [image('sprint-13')]: { kind: 'vetoed', verdict: verifying } } })),
    )
    expect(wait.text).toContain('Wait until that has ended')
  })

  it('refuses what cannot be pulled: archived, being restored, or a helper’s image that is gone', () => {
    const archived = (unpullable: 'archived' | 'being restored') =>
      facts({ images: { [image('sprint-13')]: { ...pushed('b'), unpullable } } })
    expect(refusal(() => decide(ask(), archived('archived'))).text).toContain(
      'aws ecr update-image-storage-class --repository-name ohmycoins/backend',
    )
    expect(refusal(() => decide(ask(), archived('being restored'))).code).toBe('image-archived')
    const proxy = { container: 'proxy', image: image('7', 'tools/envoy'), now: 'missing' } as const
    const { text } = refusal(() => decide(ask(), facts({ currentNow: [now12('a'), proxy] })))
    expect(text).toContain('There is no image tools/envoy:7 in ECR')
  })

  it('says truly what stands behind it, when the tag that runs was pushed again', () => {
    const byDigest = `${registry}/ohmycoins/backend@${digest('a')}`
    const kept = decide(ask(), facts({ currentNow: [now12('c', byDigest)] }))
    expect(kept.details?.join('\n')).toContain(
      'The tag sprint-12 means sha256:cccccccccccc now, pushed 1972-09-26 00:00 UTC: what ran, sha256:aaaaaaaaaaaa, is brought back by its digest.',
    )
    expect(kept.warnings.join()).not.toContain('cannot be brought back')
    const lost = decide(ask(), facts({ currentNow: [now12('c')] }))
    expect(lost.warnings.join()).toContain(
      'What backend runs now cannot be brought back: it is gone from ECR',
    )
  })

  it('holds a restart that brings another image for what it is', () => {
    const { image: _, ...without } = ask({ force: true })
    const moved = { currentNow: [now12('c')], images: { [image('sprint-12')]: pushed('c') } }
    const plan = decide(without, facts(moved))
    expect(plan.releases[0]?.to).toEqual({ kind: 'restart', digests: { backend: digest('c') } })
    expect(deployBasis.parse(plan.basis).rollsBack).toBe(true)
    const unproven = { [image('sprint-12')]: { kind: 'not deployed there' } } as const
    const { code, text } = refusal(() => decide(without, facts({ ...moved, proofs: unproven })))
    expect(code).toBe('not-proven')
    expect(text).toContain('`/ohmy deploy backend staging --force`')
  })

  it('refuses while another deployment runs, saying since when and how to go back from it', () => {
    const running = facts({ newest: { ...deployed(43, 0, 'IN_PROGRESS'), createdAt: now - 180_000 } })
    const { code, text } = refusal(() => decide(ask(), running))
    expect(code).toBe('deployment-running')
    expect(text).toContain('has been running for 3 min')
    expect(text).toContain('`/ohmy rollback backend production`')
  })

  it('refuses while ECS goes back from one', () => {
    const back = facts({ newest: deployed(43, 1, 'ROLLBACK_IN_PROGRESS') })
    expect(refusal(() => decide(ask(), back)).text).toContain('is going back from a deployment')
  })

  it('sees a running deployment of a service without history', () => {
    const { newest: _, ...without } = facts({ service: service({}, { rolloutState: 'IN_PROGRESS' }) })
    expect(refusal(() => decide(ask(), without)).code).toBe('deployment-running')
  })

  it.each([
    ['CODE_DEPLOY', 'aws deploy create-deployment'],
    ['EXTERNAL', 'with that tool'],
  ] as const)('refuses the deployment controller %s, with the way out', (deploymentController, wayOut) => {
    const { code, text } = refusal(() => decide(ask(), facts({ service: service({ deploymentController }) })))
    expect(code).toBe('foreign-controller')
    expect(text).toContain(wayOut)
  })

  it('warns that nothing runs, and so nothing is proven, in a service at zero', () => {
    const zero = facts({ service: service({ desired: 0, running: 0 }) })
    expect(decide(ask(), zero).warnings.join()).toContain('scaled to zero')
  })

  it('deploys several services in the order given, each line under its name', () => {
    const other = { ...ref, name: 'frontend', service: 'ohmycoins-prod-frontend' }
    const plan = decide(ask({ services: [ref, other] }), facts(), facts({ ref: other }))
    expect(plan.summary).toBe('Deploy sprint-13 to backend and frontend in production')
    expect(plan.changes.map(({ what }) => what)).toEqual(['backend: Image', 'frontend: Image'])
    expect(plan.releases.map((release) => release.service.name)).toEqual(['backend', 'frontend'])
  })

  it('leaves a service alone that runs the image already, when another one does not', () => {
    const other = { ...ref, name: 'frontend', service: 'ohmycoins-prod-frontend' }
    const same = facts({ images: { [image('sprint-13')]: pushed('a') } })
    const plan = decide(ask({ services: [ref, other] }), same, facts({ ref: other }))
    expect(plan.releases.map((release) => release.service.name)).toEqual(['frontend'])
    expect(plan.warnings).toContain('backend already runs sprint-13 and stays as it is.')
  })
})

describe('deploying a task definition by name', () => {
  const { image: _, ...unnamed } = ask()
  const named: DeployInput = { ...unnamed, taskDefinition: 'ohmycoins-prod-backend:41' }
  const wanted = definition(41, 'sprint-11', {
    memory: '4096',
    containers: [
      {
        ...definition(41, 'sprint-11').containers[0]!,
        environment: { LOG_LEVEL: 'b', NEW_FLAG: 'c' },
        secrets: { SECRET_KEY: 'arn:aws:secretsmanager:ap-southeast-2:123456789012:secret:other-key' },
      },
    ],
  })

  it('says what tasks of another size cost, for as many as run and as autoscaling may make of them', () => {
    const other = facts({ wanted, range: { minimum: 2, maximum: 4 } })
    const costs = (plan: { readonly details?: readonly string[] }) =>
      (plan.details ?? []).filter((line) => line.startsWith('Cost:'))
    expect(costs(decide(named, other))).toEqual([
      // 2 GB more each: 2 × 0.004445 × 730
      'Cost: +13 USD a month, by the prices of 2026-11-28 (us-east-1). Autoscaling may make it 85–170 USD in all, instead of 72–144 USD.',
    ])
    const spot = { ...other, service: { ...other.service, runsOn: 'Fargate Spot' } }
    expect(costs(decide(named, spot))).toEqual([])
  })

  it('shows values where both can be no secret, and never one half', () => {
    const told = (from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>) => {
      const current = definition(42, 'sprint-12')
      const plain = (values: Readonly<Record<string, string>>, of: typeof current) => ({
        ...of,
        containers: of.containers.map((one) => ({ ...one, plainValues: values })),
      })
      return decide(named, facts({ current: plain(from, current), wanted: plain(to, wanted) })).changes
    }
    expect(told({ LOG_LEVEL: 'info' }, { LOG_LEVEL: 'debug', NEW_FLAG: 'true' })).toEqual(
      expect.arrayContaining([
        { what: 'Variable LOG_LEVEL', from: 'info', to: 'debug' },
        { what: 'Variable NEW_FLAG', from: 'not set', to: 'true' },
      ]),
    )
    expect(told({}, { LOG_LEVEL: 'debug' })).toContainEqual({
      what: 'Variable LOG_LEVEL',
      from: 'as it is',
      to: 'changed (its value is not shown)',
    })
  })

  it('shows every difference by name, and no value', () => {
    const plan = decide(named, facts({ wanted }))
    expect(plan.changes).toEqual([
      { what: 'Task definition', from: 'ohmycoins-prod-backend:42', to: 'ohmycoins-prod-backend:41' },
      { what: 'Memory', from: '2048 MB', to: '4096 MB' },
      { what: 'Image', from: 'sprint-12', to: 'sprint-11' },
      { what: 'Variable LOG_LEVEL', from: 'as it is', to: 'changed (its value is not shown)' },
      { what: 'Variable NEW_FLAG', from: 'not set', to: 'set' },
      { what: 'Secret SECRET_KEY', from: 'app-secret-key', to: 'other-key' },
    ])
    expect(plan.releases[0]?.to).toEqual({ kind: 'existing', taskDefinition: arn(41) })
  })

  it.each([
    ['task-definition-unknown', named, facts()],
    ['task-definition-inactive', named, facts({ wanted: { ...wanted, status: 'INACTIVE' } })],
    ['same-image', named, facts({ wanted: definition(42, 'sprint-12') })],
    ['image-or-task-definition', { ...named, image: 'sprint-13' }, facts({ wanted })],
  ] as const)('refuses (%s)', (code, input, found) => {
    expect(refusal(() => decide(input, found)).code).toBe(code)
  })

  it('shows an image that keeps its name and is another one', () => {
    const same = definition(41, 'sprint-12', { memory: '4096' })
    const again = { container: 'backend', image: image('sprint-12'), now: pushed('c') }
    const plan = decide(
      named,
      facts({ wanted: same, wantedNow: [again], images: { [again.image]: pushed('c') } }),
    )
    expect(plan.changes).toContainEqual({
      what: 'Image',
      from: 'sprint-12, sha256:aaaaaaaaaaaa',
      to: 'sprint-12, sha256:cccccccccccc',
    })
    expect(plan.details?.join()).toContain('sha256:cccccccccccc, pushed 1972-09-26 00:00 UTC')
  })

  it('refuses one for several services', () => {
    expect(refusal(() => decide(named, facts({ wanted }), facts({ wanted }))).code).toBe('one-service')
  })
})

describe('taking a deployment back', () => {
  const { image: _, ...unnamed } = ask()
  const back: DeployInput = { ...unnamed, back: { of: 'op-1', services: [{ name: 'backend', to: arn(42) }] } }
  const deployedByIt = definition(43, 'sprint-13', { tags: { 'ohmy:operation': 'op-1' } })

  it('goes back to what ran before, as long as the deployment is in place', () => {
    const plan = decide(back, facts({ current: deployedByIt, wanted: definition(42, 'sprint-12') }))
    expect(plan.summary).toBe('Put backend in production back to sprint-12')
    expect(plan.releases[0]?.to).toEqual({ kind: 'existing', taskDefinition: arn(42) })
  })

  it('brings back by digest what ran under a tag that was pushed again', () => {
    const byDigest = `${registry}/ohmycoins/backend@${digest('a')}`
    const plan = decide(
      back,
      facts({
        current: deployedByIt,
        wanted: definition(42, 'sprint-12'),
        wantedNow: [now12('c', byDigest)],
      }),
    )
    expect(plan.releases[0]?.to).toEqual({ kind: 'copy', of: arn(42), images: { backend: byDigest } })
    expect(plan.changes).toContainEqual({ what: 'Image', from: 'sprint-13', to: 'sha256:aaaaaaaaaaaa' })
  })

  it('copies what was deregistered meanwhile', () => {
    const gone = definition(42, 'sprint-12', { status: 'INACTIVE' })
    const plan = decide(back, facts({ current: deployedByIt, wanted: gone }))
    expect(plan.releases[0]?.to).toEqual({ kind: 'copy', of: arn(42) })
  })

  it('refuses over a later change', () => {
    const later = definition(44, 'sprint-14', { tags: { 'ohmy:operation': 'op-2' } })
    const { code, text } = refusal(() =>
      decide(back, facts({ current: later, wanted: definition(42, 'sprint-12') })),
    )
    expect(code).toBe('moved-since')
    expect(text).toContain('runs ohmycoins-prod-backend:44 now, not what op-1 deployed')
  })
})

describe('which containers an image is for', () => {
  const sidecar = {
    ...definition(42, 'x').containers[0]!,
    name: 'proxy',
    image: `${image('1', 'tools/envoy')}`,
  }
  const both = definition(42, 'sprint-12', {
    containers: [...definition(42, 'sprint-12').containers, sidecar],
  })

  it('is the repository of the service’s name; sidecars keep theirs', () => {
    expect(imagesFor(both, ref, 'sprint-13')).toEqual({ backend: image('sprint-13') })
  })

  it('is another one where it is named', () => {
    expect(imagesFor(both, ref, 'tools/envoy:2')).toEqual({ proxy: image('2', 'tools/envoy') })
  })

  it('is every container of that repository', () => {
    const worker = { ...both.containers[0]!, name: 'worker' }
    const three = { ...both, containers: [...both.containers, worker] }
    expect(Object.keys(imagesFor(three, ref, 'sprint-13'))).toEqual(['backend', 'worker'])
  })

  it('is only what a person said where the repository runs with several tags', () => {
    const container = (name: string, tag: string) => ({ ...both.containers[0]!, name, image: image(tag) })
    const php = [container('php', 'php-101'), container('migrate', 'php-101')]
    const two = { ...both, containers: [...php, container('nginx', 'nginx-7'), sidecar] }
    const asked = refusal(() => imagesFor(two, ref, 'php-102'))
    expect(asked.code).toBe('container-needed')
    expect(asked.text).toContain('php and migrate (php-101) and nginx (nginx-7)')
    expect(refusal(() => imagesFor(two, ref, 'ohmycoins/backend:php-102')).code).toBe('container-needed')
    const moved = { php: image('php-102'), migrate: image('php-102') }
    expect(imagesFor(two, ref, 'php-102', 'php')).toEqual(moved)
    expect(imagesFor(two, ref, 'php-102', 'migrate')).toEqual(moved)
    expect(imagesFor(two, ref, 'nginx-8', 'nginx')).toEqual({ nginx: image('nginx-8') })
    expect(imagesFor(two, ref, '2', 'proxy')).toEqual({ proxy: image('2', 'tools/envoy') })
    expect(refusal(() => imagesFor(two, ref, 'php-102', 'phq')).code).toBe('container-unknown')
    const contradiction = refusal(() => imagesFor(two, ref, 'tools/envoy:2', 'php'))
    expect(contradiction.code).toBe('repository-unknown')
  })

  it('is asked for where nothing tells', () => {
    const unnamed = { ...ref, name: 'api' }
    expect(refusal(() => imagesFor(both, unnamed, 'sprint-13')).code).toBe('repository-needed')
    expect(refusal(() => imagesFor(both, ref, 'nginx:2')).code).toBe('repository-unknown')
  })
})

describe('whether an image is proven', () => {
  const ran = (tag: string, of?: string) => ({
    deployment: { createdAt: now - day, finishedAt: now - day + 60_000 },
    images: [{ image: image(tag), ...(of === undefined ? {} : { digest: of }) }],
  })

  it('goes by the newest word of ohmy’s own record', () => {
    const said = (kind: Verdict['kind']): Verdict => ({ kind, operation: 'op-1', at: now, by: 'Rita' })
    const good = ran('sprint-13', digest('b'))
    const prove = (...history: Ran[]) => proofOf(image('sprint-13'), digest('b'), history)
    expect(prove({ ...good, verdict: said('taken back') }, good).kind).toBe('vetoed')
    expect(prove(good, { ...good, verdict: said('taken back') }).kind).toBe('proven')
    expect(prove({ ...good, verdict: said('in verification') }).kind).toBe('vetoed')
    expect(prove({ ...good, verdict: said('in verification') }, good).kind).toBe('proven')
    expect(prove({ ...good, verdict: said('left') })).toMatchObject({ kind: 'proven', left: { by: 'Rita' } })
    const another = { ...ran('sprint-13', digest('c')), verdict: said('taken back') }
    expect(prove(another, good).kind).toBe('proven')
  })

  it.each([
    ['by digest, whatever the tag', [ran('release', digest('b'))], 'proven'],
    ['by name where the digest is unknown', [ran('sprint-13')], 'proven'],
    ['not by the same tag with another digest', [ran('sprint-13', digest('c'))], 'other digest'],
    ['not by another tag', [ran('sprint-12', digest('a'))], 'not deployed there'],
    ['not by nothing', [], 'not deployed there'],
    ['by an older deployment, too', [ran('sprint-14', digest('d')), ran('sprint-13', digest('b'))], 'proven'],
  ] as const)('%s', (_, history, kind) => {
    expect(proofOf(image('sprint-13'), digest('b'), history).kind).toBe(kind)
  })
})

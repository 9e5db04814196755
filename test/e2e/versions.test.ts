import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'
const repository = 'ohmycoins/backend'

describe('a version that ohmy took back itself', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  /** Rolled out, and dead afterwards: for ECS its deployment succeeds. */
  async function deployDying(tag: string) {
    const before = sandbox.account.world.service(frontend).taskDefinition
    const dying = setInterval(() => {
      const { rolloutState, taskDefinition } = sandbox.account.world.service(frontend)
      if (rolloutState !== 'COMPLETED' || taskDefinition === before) return
      sandbox.account.world.killTask(frontend, undefined, 1)
      clearInterval(dying)
    }, 2)
    await say(`/ohmy deploy frontend ${tag} staging`)
    const back = await card(`Deploy ${tag} to frontend in staging — Rolled back`)
    clearInterval(dying)
    return /op-\w{7}/.exec(back.text)?.[0] ?? ''
  }

  it('is not proven: production refuses it, and says why', async () => {
    const operation = await deployDying('sprint-13-7ac41be')
    await say('/ohmy deploy frontend sprint-13-7ac41be production')
    const { text } = await card('sprint-13-7ac41be is not proven in staging')
    expect(text).toContain('ohmy took it back')
    expect(text).toContain(operation)
    expect(
      sandbox.account.calls.changes().filter(({ input }) => JSON.stringify(input).includes('prod')),
    ).toEqual([])
  })

  it('is no way back: it is passed over, and the plan says so', async () => {
    await say('/ohmy rollback frontend staging --dry-run')
    const { text } = await card('Roll frontend in staging back to sprint-11-a8d20f6 — only a plan')
    expect(text).toMatch(
      /Passes over sprint-13-7ac41be \(ohmycoins-staging-frontend:32\): ohmy took it back .* \(op-/,
    )
    expect(text).toContain('Trusted: its deployment succeeded')
  })

  it('may be named, and is not called trusted then', async () => {
    await say('/ohmy rollback frontend staging --to sprint-13-7ac41be --dry-run')
    const { text } = await card('Roll frontend in staging back to sprint-13-7ac41be — only a plan')
    expect(text).toContain('sprint-13-7ac41be is not trusted: ohmy took it back')
    expect(text).not.toContain('Trusted:')
  })

  it('is proven once it ran well after all', async () => {
    await say('/ohmy deploy frontend sprint-13-7ac41be staging')
    await card('Deploy sprint-13-7ac41be to frontend in staging — Done')
    await say('/ohmy deploy frontend sprint-13-7ac41be production --dry-run')
    const { text } = await card('Deploy sprint-13-7ac41be to frontend in production — only a plan')
    expect(text).toContain('Proven in staging: deployed there')
  })

  it('is told of, when it ran well and a person took it back', async () => {
    const done = await card('Deploy sprint-13-7ac41be to frontend in staging — Done')
    await sandbox.workspace.click(requester, done, 'Undo')
    await card('Put frontend in staging back to sprint-12-3f4021a — Done')
    await say('/ohmy deploy frontend sprint-13-7ac41be production --dry-run')
    const plan = await card('It ran well in staging, but Rita Requester took it back')
    expect(plan.text).toContain('only a plan')
  })
})

describe('a tag that is pushed again', () => {
  let sandbox: Sandbox
  const digests: string[] = []
  beforeAll(async () => {
    sandbox = await startSandbox()
    const { world } = sandbox.account
    digests.push(world.pushImage(repository, 'stable'))
    await ranBySomebodyElse('stable')
    await ranBySomebodyElse('sprint-13-7ac41be')
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const short = (digest: string | undefined) => digest?.slice(0, 19) ?? 'nothing'
  async function ranBySomebodyElse(tag: string) {
    const { world } = sandbox.account
    const deployed = world.deploy(backend, tag)
    const { taskDefinition } = await until('it runs', () => {
      const service = world.service(backend)
      return service.rolloutState === 'COMPLETED' && service.deployments === 1 && service
    })
    expect(taskDefinition).toBe(deployed)
  }
  const running = () =>
    sandbox.account.world.tasks(backend).find(({ lastStatus }) => lastStatus === 'RUNNING')?.digest

  it('is trusted as long as it means what ran', async () => {
    await say('/ohmy rollback backend staging --dry-run')
    const { text } = await card('Roll backend in staging back to stable — only a plan')
    expect(text).toMatch(new RegExp(`Trusted: .* Image ${short(digests[0])}`))
    expect(text).not.toContain('by its digest')
  })

  it('is no way back any more: what ran is brought back by its digest, and runs', async () => {
    digests.push(sandbox.account.world.pushImage(repository, 'stable'))
    await say('/ohmy rollback backend staging --dry-run')
    const plan = await card('is brought back by its digest')
    expect(plan.text).toContain(`stable means ${short(digests[1])} now`)
    expect(plan.text).toContain(`what ran, ${short(digests[0])}, is brought back by its digest`)
    expect(plan.text).toMatch(new RegExp(`Trusted: .* Image ${short(digests[0])}`))
    await say('/ohmy rollback backend staging')
    const done = await card('Roll backend in staging back to stable — Done')
    expect(done.text).toContain('Register the task definition — ohmycoins-staging-backend:45')
    expect(running()).toBe(digests[0])
  })

  it('is refused where what ran is gone, with a version that can be brought back', async () => {
    const { world } = sandbox.account
    await ranBySomebodyElse('sprint-14-0c9b7aa')
    world.deleteUntagged(repository)
    await say('/ohmy rollback backend staging')
    const pinnedOne = await card(`There is no image ohmycoins/backend@${short(digests[0])} in ECR`)
    expect(pinnedOne.text).toContain('can be brought back is ohmycoins-staging-backend:44')
    await ranBySomebodyElse('stable')
    await ranBySomebodyElse('sprint-13-d4e8f02')
    digests.push(world.pushImage(repository, 'stable'))
    world.deleteUntagged(repository)
    await say('/ohmy rollback backend staging')
    const { text } = await card('The image that ran as ohmycoins-staging-backend:47 is gone from ECR')
    expect(text).toContain('can be brought back is ohmycoins-staging-backend:46')
    expect(text).toContain('/ohmy rollback backend staging --to ohmycoins-staging-backend:46')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('may be named all the same, and the plan says what will really run', async () => {
    await say('/ohmy rollback backend staging --to 47 --dry-run')
    const { text } = await card('but with another image')
    expect(text).toContain('Roll backend in staging back to stable — only a plan')
    expect(text).toContain(`stable means ${short(digests[2])} now`)
    expect(text).toContain(`new tasks of backend run that one, and not ${short(digests[1])}`)
    expect(text).not.toContain('Trusted:')
  })

  it('of an archived image is refused, and so is a deployment of it', async () => {
    sandbox.account.world.setImageStatus(repository, 'sprint-11-a8d20f6', 'ARCHIVED')
    await say('/ohmy rollback backend staging --to sprint-11-a8d20f6')
    const { text } = await card('is archived in ECR and cannot be pulled')
    expect(text).toContain('aws ecr update-image-storage-class --repository-name ohmycoins/backend')
    sandbox.account.world.setImageStatus(repository, 'sprint-10-91c7be2', 'ARCHIVED')
    await say('/ohmy deploy backend sprint-10-91c7be2 staging')
    await card('ohmycoins/backend:sprint-10-91c7be2 is archived in ECR')
    sandbox.account.world.setImageStatus(repository, 'sprint-11-a8d20f6', 'ACTIVATING')
    await say('/ohmy deploy backend sprint-11-a8d20f6 staging')
    await card('is being restored from the archive')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('that brings an image which is no good is taken back to the image that ran', async () => {
    const { world } = sandbox.account
    await ranBySomebodyElse('stable')
    const good = running()
    const bad = world.pushImage(repository, 'stable')
    const dying = setInterval(() => {
      if (world.service(backend).rolloutState !== 'COMPLETED' || running() !== bad) return
      world.killTask(backend, undefined, 1)
      clearInterval(dying)
    }, 2)
    await say('/ohmy deploy backend stable staging')
    const back = await card('Restart backend in staging with stable — Rolled back')
    clearInterval(dying)
    expect(back.text).toContain('died after the deployment had finished')
    expect(running()).toBe(good)
  })

  it('while a deployment is on its way does not spoil the way back', async () => {
    const { world } = sandbox.account
    await ranBySomebodyElse('stable')
    const good = running()
    const dying = setInterval(() => {
      const { rolloutState, image } = world.service(backend)
      if (rolloutState !== 'COMPLETED' || !image.endsWith(':sprint-13-7ac41be')) return
      world.pushImage(repository, 'stable')
      world.killTask(backend, undefined, 1)
      clearInterval(dying)
    }, 2)
    await say('/ohmy deploy backend sprint-13-7ac41be staging')
    const back = await card('Deploy sprint-13-7ac41be to backend in staging — Rolled back')
    clearInterval(dying)
    expect(back.text).toContain('died after the deployment had finished')
    expect(running()).toBe(good)
  })

  it('and a registry that answers nobody do not keep anybody from going back', async () => {
    const { world } = sandbox.account
    await ranBySomebodyElse('stable')
    const dying = setInterval(() => {
      const { rolloutState, image } = world.service(backend)
      if (rolloutState !== 'COMPLETED' || !image.endsWith(':sprint-14-0c9b7aa')) return
      sandbox.account.faults.add({ action: 'DescribeImages', fault: { kind: 'serverError' } })
      world.killTask(backend, undefined, 1)
      clearInterval(dying)
    }, 2)
    await say('/ohmy deploy backend sprint-14-0c9b7aa staging')
    await card('Deploy sprint-14-0c9b7aa to backend in staging — Rolled back')
    clearInterval(dying)
    sandbox.account.faults.clear()
    expect(world.service(backend).image).toContain(':stable')
  })

  it('is put back to the image that ran by Undo, too', async () => {
    const { world } = sandbox.account
    await ranBySomebodyElse('stable')
    const before = running()
    world.pushImage(repository, 'stable')
    await say('/ohmy deploy backend stable staging')
    const done = await card('Restart backend in staging with stable — Done')
    expect(running()).not.toBe(before)
    await sandbox.workspace.click(requester, done, 'Undo')
    await card('Put backend in staging back to stable — Done')
    expect(running()).toBe(before)
  })

  it('makes a restart another version, and the plan says which', async () => {
    const { world } = sandbox.account
    await ranBySomebodyElse('stable')
    const again = world.pushImage(repository, 'stable')
    await say('/ohmy deploy backend staging --force --dry-run')
    const { text } = await card(`stable, pushed again as ${short(again)}`)
    expect(text).toContain('brought back by its digest')
    world.deleteImage(repository, 'stable')
    await say('/ohmy deploy backend staging --force')
    await card('There is no image ohmycoins/backend:stable in ECR')
  })
})

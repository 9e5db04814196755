import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('deploying', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string, timeout = 60_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const refusal = async (text: string, words: string) => {
    await say(text)
    return (await card(words)).text
  }
  const runs = (service = backend) => sandbox.account.world.service(service).taskDefinition
  const effective = (action: string) => sandbox.account.calls.of(action).filter((call) => call.effective)

  it('is one message from the registration to the verification, and changes only the image', async () => {
    await say('/ohmy deploy backend sprint-13-7ac41be staging')
    const done = await card('Deploy sprint-13-7ac41be to backend in staging — Done')
    expect(done.text).toContain('Register the task definition — ohmycoins-staging-backend:43')
    expect(done.text).toContain('ohmycoins-staging-backend:42 → ohmycoins-staging-backend:43')
    expect(done.text).toContain('1 of 1 new task running')
    expect(done.text).toMatch(
      /1 of 1 task running, 1 of 1 target healthy, no task died, .*errors? in its log.*; CPU \d+ %/,
    )
    expect(runs()).toBe('ohmycoins-staging-backend:43')
    expect(effective('RegisterTaskDefinition')).toHaveLength(1)
    expect(effective('UpdateService')).toHaveLength(1)
    const [registered] = effective('RegisterTaskDefinition')
    expect(registered?.input).toMatchObject({
      cpu: '1024',
      containerDefinitions: [{ image: expect.stringContaining(':sprint-13-7ac41be') }],
      tags: expect.arrayContaining([{ key: 'Project', value: 'Oh My Coins' }]),
    })
  })

  it('is taken back by Undo, to what ran before', async () => {
    const done = await card('Deploy sprint-13-7ac41be to backend in staging — Done')
    await sandbox.workspace.click(requester, done, 'Undo')
    const undone = await card('Put backend in staging back to sprint-12-3f4021a — Done')
    expect(undone.text).not.toContain('Register the task definition')
    expect(runs()).toBe('ohmycoins-staging-backend:42')
    expect(effective('RegisterTaskDefinition')).toHaveLength(0)
  })

  it('of the same image says so and offers to restart it; --force does as well', async () => {
    const said = await refusal(
      '/ohmy deploy backend sprint-12-3f4021a staging',
      'already runs sprint-12-3f4021a',
    )
    expect(said).toContain('/ohmy restart backend staging')
    const before = sandbox.account.world
      .tasks(backend)
      .filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
    await say('/ohmy deploy backend sprint-12-3f4021a staging --force')
    await card('Restart backend in staging with sprint-12-3f4021a — Done')
    const after = sandbox.account.world
      .tasks(backend)
      .filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
    expect(after.map(({ id }) => id)).not.toEqual(before.map(({ id }) => id))
    expect(effective('RegisterTaskDefinition')).toHaveLength(0)
  })

  it.each([
    ['broken', 'kept failing', 'exit code 1', /Error/],
    ['oom', 'kept failing', 'exit code 137', /memory/i],
  ])(
    'of an image that is %s is rolled back by ECS, with the reason and what the tasks died of',
    async (how, why, cause, lastLine) => {
      await say(`/ohmy deploy backend sprint-13-d4e8f02-${how} staging`)
      const back = await card(`Deploy sprint-13-d4e8f02-${how} to backend in staging — Rolled back`)
      const [, first, ...rest] = back.text.split('\n')
      expect(first).toMatch(/^Cause: /)
      expect(first).toContain(cause)
      // Then what it means now; what ECS says of the same is left to it.
      expect(rest.slice(0, 2).join('\n')).toContain(why)
      expect(back.text).not.toMatch(/rolling back to deployment|deployment failed: tasks/)
      const buttons = JSON.stringify(back.blocks.at(-1))
      expect(buttons).toContain('logs backend staging --level error')
      expect(buttons).toContain(`deploy backend sprint-13-d4e8f02-${how} staging`)
      expect(back.text).not.toContain('Look at its last log lines')
      expect(back.text).toMatch(lastLine)
      expect(back.text).toContain('ohmycoins-staging-backend:42 again, 1 of 1 running')
      expect(runs()).toBe('ohmycoins-staging-backend:42')
    },
  )

  it('that failed is compared with what ran before, by a button', async () => {
    const [failed] = sandbox.workspace
      .messages('devops')
      .filter(({ text }) => text.includes('Deploy sprint-13-d4e8f02-oom to backend in staging — Rolled back'))
    if (failed === undefined) throw new Error('nothing failed')
    await sandbox.workspace.click(requester, failed, 'Compare')
    const { text } = await card('What differs')
    expect(text).toMatch(/backend: `ohmycoins-staging-backend:42` → `ohmycoins-staging-backend:\d+`/)
    expect(text).toContain('• Image: sprint-12-3f4021a → sprint-13-d4e8f02-oom')
    expect(effective('RegisterTaskDefinition')).toHaveLength(0)
  })

  it('an operation that brought no version has nothing to compare', async () => {
    await say('/ohmy scale frontend 2 staging')
    const scaled = await card('Scale frontend in staging from 1 to 2 tasks — Done')
    const [id = ''] = /op-\w+/.exec(scaled.text) ?? []
    expect(await refusal(`/ohmy compare ${id}`, 'brought no other version of a service')).toContain(
      `/ohmy history ${id}`,
    )
    await say('/ohmy scale frontend 1 staging')
    await card('Scale frontend in staging from 2 to 1 task')
  })

  it('of an image that cannot be pulled is diagnosed as that', async () => {
    sandbox.account.world.pushImage('ohmycoins/backend', 'sprint-13-gone-missing')
    await say('/ohmy deploy backend sprint-13-gone-missing staging')
    const back = await card('Deploy sprint-13-gone-missing to backend in staging — Rolled back')
    expect(back.text).toContain('The image cannot be pulled: there is no such tag')
  })

  it('that is rolled out but dies afterwards is rolled back by ohmy', async () => {
    const dying = setInterval(() => {
      const { rolloutState, taskDefinition } = sandbox.account.world.service(frontend)
      if (rolloutState === 'COMPLETED' && taskDefinition.endsWith(':32')) {
        sandbox.account.world.killTask(frontend, undefined, 1)
        clearInterval(dying)
      }
    }, 2)
    await say('/ohmy deploy frontend sprint-13-7ac41be staging')
    const back = await card('Deploy sprint-13-7ac41be to frontend in staging — Rolled back')
    clearInterval(dying)
    expect(back.text).toContain('died after the deployment had finished')
    expect(runs(frontend)).toBe('ohmycoins-staging-frontend:31')
  })

  it('goes back when it is cancelled on the way', async () => {
    sandbox.account.world.setImage('sprint-14-0c9b7aa', 'unhealthy')
    // One post a second in a channel: the card has to be there before ECS gives the deployment up.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await say('/ohmy deploy backend sprint-14-0c9b7aa staging')
    const running = await card('Deploy sprint-14-0c9b7aa to backend in staging — Running')
    await until('the change', () => effective('UpdateService').length === 1)
    await sandbox.workspace.click(requester, running, 'Cancel')
    const cancelled = await card('Deploy sprint-14-0c9b7aa to backend in staging — Cancelled')
    expect(cancelled.text).toContain('Rita Requester cancelled it')
    expect(runs()).toBe('ohmycoins-staging-backend:42')
    sandbox.account.world.setImage('sprint-14-0c9b7aa', 'good')
  })

  it('of several services goes one after the other in the configured order', async () => {
    await say('/ohmy deploy frontend,backend sprint-13-7ac41be staging')
    const done = await card('Deploy sprint-13-7ac41be to backend and frontend in staging — Done')
    expect(done.text.indexOf('backend: verify')).toBeLessThan(done.text.indexOf('frontend: update'))
    const order = effective('UpdateService').map(({ input }) => (input as { service: string }).service)
    expect(order).toEqual([backend, frontend])
  })

  it('of several services stops at the first that fails; the ones before keep the new version', async () => {
    const before = [runs(), runs(frontend)]
    sandbox.account.world.setImage(
      '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/frontend:sprint-14-0c9b7aa',
      'broken',
    )
    await say('/ohmy deploy backend,frontend sprint-14-0c9b7aa staging')
    const back = await card('Deploy sprint-14-0c9b7aa to backend and frontend in staging — Rolled back')
    expect(back.text).toContain('The new tasks of frontend kept failing')
    expect(back.text).toContain('keeps the new version, which was verified')
    expect(runs()).not.toBe(before[0])
    expect(runs(frontend)).toBe(before[1])
  })

  it('takes a task definition by name, and refuses what is not there', async () => {
    await say('/ohmy deploy backend staging --task-definition ohmycoins-staging-backend:41')
    await card('Deploy ohmycoins-staging-backend:41 to backend in staging — Done')
    expect(runs()).toBe('ohmycoins-staging-backend:41')
    expect(effective('RegisterTaskDefinition')).toHaveLength(0)
    expect(await refusal('/ohmy deploy backend sprint-13-7ac41bf staging', 'no image')).toContain(
      'Did you mean sprint-13-7ac41be?',
    )
  })

  it('refuses while another deployment runs', async () => {
    sandbox.account.world.deploy(frontend, 'sprint-13-d4e8f02-unhealthy')
    const said = await refusal('/ohmy deploy frontend sprint-13-7ac41be staging', 'A deployment of frontend')
    expect(said).toContain('/ohmy rollback frontend staging')
    expect(effective('UpdateService')).toHaveLength(0)
  })

  it('to production takes only what ran well in staging', async () => {
    const said = await refusal(
      '/ohmy deploy backend sprint-13-d4e8f02 production',
      'has not been deployed successfully',
    )
    expect(said).toContain('/ohmy deploy backend sprint-13-d4e8f02 staging')
    await say('/ohmy deploy backend sprint-13-7ac41be production --dry-run')
    const plan = await card('Deploy sprint-13-7ac41be to backend in production — only a plan')
    expect(plan.text).toContain('Proven in staging: deployed there')
    expect(plan.text).toContain('Image: sprint-12-3f4021a → sprint-13-7ac41be')
    expect(effective('UpdateService')).toHaveLength(0)
  })

  it('is refused for a service that CodeDeploy deploys', async () => {
    sandbox.account.world.setDeploymentController('ohmycoins-prod-frontend', 'CODE_DEPLOY')
    expect(await refusal('/ohmy deploy frontend sprint-13-7ac41be production', 'CodeDeploy')).toContain(
      'aws deploy create-deployment',
    )
  })

  it('tells of errors that the version before did not log', async () => {
    await say('/ohmy deploy backend sprint-14-0c9b7aa staging')
    await until('the change', () => effective('UpdateService').length === 1)
    for (const id of [4711, 4712]) {
      sandbox.account.world.writeLog(backend, `ERROR never seen before: upstream ${id} is a teapot`)
    }
    const done = await card('Deploy sprint-14-0c9b7aa to backend in staging — Done')
    expect(done.text).toMatch(
      /new kinds? of error in its log, “.+”( and \d+ more)?: \/ohmy logs backend staging --level error/,
    )
  })

  it('posted nothing that pings anybody', () => {
    expect(sandbox.workspace.pings()).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'
const short = (digest: string) => digest.slice(0, 'sha256:'.length + 12)

describe('deploying by digest', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 20_000 })
  const image = (service: string) => sandbox.account.world.service(service).image

  it('brings that image, shows what people call it, and knows that it runs', async () => {
    const digest = sandbox.account.world.pushImage('ohmycoins/backend', 'sprint-15-1a2b3c4')
    await say(`/ohmy deploy backend ${digest} staging --dry-run`)
    const plan = await card(`Deploy ${short(digest)} to backend in staging — only a plan`)
    expect(plan.text).toContain(`Image ohmycoins/backend:sprint-15-1a2b3c4, ${short(digest)}, pushed`)
    await say(`/ohmy deploy backend ${digest} staging`)
    await card(`Deploy ${short(digest)} to backend in staging — Done`)
    expect(image(backend)).toMatch(new RegExp(`/ohmycoins/backend@${digest}$`))
    await say(`/ohmy deploy backend ohmycoins/backend@${digest} staging`)
    await card(`backend in staging already runs ${short(digest)}.`)
    // By its tag it is the same image.
    await say('/ohmy deploy backend sprint-15-1a2b3c4 staging')
    await card('backend in staging already runs sprint-15-1a2b3c4.')
  })

  it('is refused before anything is changed where there is no such image, or it is archived', async () => {
    const unknown = `sha256:${'0'.repeat(64)}`
    await say(`/ohmy deploy backend ${unknown} staging`)
    await card(`There is no image ohmycoins/backend@${short(unknown)} in ECR.`)
    const digest = sandbox.account.world.pushImage('ohmycoins/backend', 'sprint-15-archived')
    sandbox.account.world.setImageStatus('ohmycoins/backend', 'sprint-15-archived', 'ARCHIVED')
    await say(`/ohmy deploy backend ${digest} staging`)
    await card(`The image ohmycoins/backend@${short(digest)} is archived in ECR and cannot be pulled.`)
    await say('/ohmy deploy backend sha256:0123456789ab staging')
    await card('`sha256:0123456789ab` is not the digest of an image.')
    await say(`/ohmy deploy backend ohmycoins/other@${digest} staging`)
    await card('backend runs no image of ohmycoins/other.')
  })
})

describe('deploying where revisions are pinned', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => yaml.replace('      changesIn:', '      deploy: { pin: true }\n      changesIn:'),
    })
  })
  afterAll(() => sandbox.stop())

  it('names the digest beside the tag, which people go on reading', async () => {
    const { workspace, account } = sandbox
    await workspace.say(requester, 'devops', '/ohmy deploy frontend sprint-13-7ac41be staging')
    const done = await workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Deploy sprint-13-7ac41be to frontend in staging — Done'),
      { timeout: 20_000 },
    )
    expect(done.text).toContain('Done')
    expect(account.world.service(frontend).image).toMatch(
      /\/ohmycoins\/frontend:sprint-13-7ac41be@sha256:[0-9a-f]{64}$/,
    )
    await workspace.say(requester, 'devops', '/ohmy status staging')
    const status = await workspace.waitForMessage('devops', ({ text }) => text.includes('staging is'))
    expect(status.text).toContain('sprint-13-7ac41be')
    // Pushed again, the tag means something else; what runs and what comes back does not.
    account.world.pushImage('ohmycoins/frontend', 'sprint-13-7ac41be')
    await workspace.say(requester, 'devops', '/ohmy rollback frontend staging')
    await workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Roll frontend in staging back to') && text.includes('— Done'),
      { timeout: 20_000 },
    )
  })
})

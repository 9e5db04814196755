import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, credentials, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

describe('incidents', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (channel: string, text: string, person = requester) =>
    sandbox.workspace.say(person, channel, text)
  const channels = () => sandbox.workspace.state().channels.filter(({ name }) => name.startsWith('inc-'))
  const idIn = (text: string) => /inc-[a-hj-km-np-z2-9]{7}\b/.exec(text)?.[0] ?? ''
  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))

  async function membersOf(channel: string): Promise<readonly string[]> {
    const answer = await fetch(`${sandbox.workspace.apiUrl}conversations.members?channel=${channel}`, {
      headers: { authorization: `Bearer ${credentials.botToken}` },
    })
    return ((await answer.json()) as { members: readonly string[] }).members
  }

  /** Opens one, and gives what its channel and its header are. */
  async function open(title: string, line = '', person = requester) {
    await say('devops', `/ohmy incident open "${title}" ${line}`, person)
    const announced = await shows('incidents', title)
    const id = idIn(announced.text)
    const channel = await until('its channel', () =>
      channels().find(({ name }) => name.includes(title.toLowerCase().replace(/[^a-z0-9]+/g, '-'))),
    )
    const header = await shows(channel.name, title, id, 'Commander')
    return { id, channel: channel.name, header, announced }
  }

  it('opens a channel with a pinned header, announces it, and points there from where it was opened', async () => {
    const { id, channel, header } = await open('Backend is down', '--sev 1 production --services backend')
    expect(channel).toMatch(/^inc-\d{8}-backend-is-down$/)
    expect(header.text).toContain('SEV-1 · Backend is down')
    expect(header.text).toContain('production · backend')
    await until('the pin', () => sandbox.workspace.messages(channel).find(({ pinned }) => pinned === true))
    const pointer = await shows('devops', 'Backend is down', id)
    expect(JSON.stringify(pointer.blocks)).toContain(`<#${header.channel}>`)
    const topic = await until('the topic', () => channels().find(({ name }) => name === channel)?.topic)
    expect(topic).toBe(`SEV-1 · Backend is down · ${id}`)
    // A SEV-1 takes everyone who may do something there.
    const members = await until('the people', async () => {
      const found = await membersOf(header.channel)
      return found.includes(approver.slackId) ? found : undefined
    })
    expect(members).toContain(requester.slackId)
    expect(members).not.toContain(viewer.slackId)
  })

  /** Everything ohmy has posted there, without what Slack itself writes (`set the channel topic`). */
  const own = (channel: string) =>
    sandbox.workspace
      .messages(channel)
      .filter(
        ({ author, blocks, ephemeralFor }) =>
          author === sandbox.workspace.state().bot.slackId && blocks.length > 0 && ephemeralFor === undefined,
      )

  it('is led by whoever claims it first, and handed over by name', async () => {
    const { channel, header } = await open('Slow checkout', '--sev 3 staging')
    await sandbox.workspace.click(approver, header, 'I lead')
    await shows(channel, 'Commander', 'Aaron Approver', 'Acknowledged')
    await say(channel, '/ohmy incident role commander', requester)
    await shows(channel, 'Aaron Approver is commander already')
    await say(channel, '/ohmy incident role commander @Rita Requester', approver)
    await shows(channel, 'Aaron Approver hands commander to Rita Requester')
    await shows(channel, 'Slow checkout', 'Commander', 'Rita Requester')
    await say(channel, '/ohmy incident role scribe @vera.viewer', requester)
    await shows(channel, 'Scribe', 'Vera Viewer')
    await say(channel, '/ohmy incident resolve --cause "a loop" --impact "none"')
    await shows('devops', 'Slow checkout', 'Closed')
  })

  it('hears words in its channel without its id, and elsewhere with it', async () => {
    const { id, channel, header } = await open('Words are heard', '--sev 3 staging')
    await say(channel, '/ohmy incident status mitigating', approver)
    await shows(channel, 'Words are heard', '— Mitigating')
    await say(channel, '/ohmy incident sev 2')
    await shows(channel, 'SEV-2 · Words are heard', 'Commander')
    await say('devops', `/ohmy incident update ${id} "5xx <!channel> at 40 %, rolling back"`)
    const told = await shows(channel, '📣', '5xx')
    expect(told.pings).toEqual([])
    await shows('incidents', 'Words are heard', 'rolling back')
    await sandbox.workspace.click(approver, await shows(channel, 'Commander', 'Words'), 'Post update')
    const modal = await sandbox.workspace.waitForModal(approver)
    await sandbox.workspace.submit(approver, modal, { text: 'it gets better' })
    await shows('incidents', 'Words are heard', 'it gets better')
    await say(channel, '/ohmy incident task "check the pool" @Vera Viewer')
    await shows(channel, 'Commander', '☐ 1. check the pool — Vera Viewer')
    await say(channel, '/ohmy incident done 1', viewer)
    await shows(channel, 'Commander', '1 done')
    await say(channel, '/ohmy incident done 7', viewer)
    await shows(channel, 'has no task 7')
    await say(channel, '/ohmy incident status flying')
    await shows(channel, 'is no status')
    await say('devops', '/ohmy incident status monitoring')
    const which = await sandbox.workspace.waitForModal(
      requester,
      ({ view }) => view.title.text === 'Continue',
    )
    expect(JSON.stringify(which.view.blocks)).toContain('Which incident?')
    await sandbox.workspace.close(requester, which)
    await sandbox.workspace.say(viewer, channel, '@ohmy incident note "seen in the thread"', {
      threadTs: header.ts,
    })
    await until('the note', async () =>
      (await sandbox.bot.incidents.list(0))[0]?.entries.some(({ text }) => text === 'seen in the thread'),
    )
    await say(channel, '/ohmy incident resolve --cause "a loop" --impact "some"')
    await shows('devops', 'Words are heard', 'Closed')
  })

  it('tells what happened from its words and from the audit, and posts a review in the end', async () => {
    const { id, channel, header } = await open('Too few tasks', '--sev 3 staging --since 30m')
    await say('devops', '/ohmy scale backend 2 staging')
    await shows('devops', 'Scale backend in staging from 1 to 2 tasks — Done')
    await say(
      channel,
      '/ohmy incident note "AWS_SECRET_ACCESS_KEY=abcdEFGH1234abcdEFGH1234abcdEFGH1234abcd <b>"',
    )
    await say(channel, '/ohmy incident task "alarm on tasks" @Aaron Approver')
    await shows(channel, '☐ 1. alarm on tasks')
    await sandbox.workspace.click(requester, await shows(channel, 'Commander'), 'Resolve')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, { cause: 'one task *only*', impact: 'slow pages' })
    await shows(channel, 'Too few tasks', 'Resolved, watched until')
    await say(channel, '/ohmy incident timeline', approver)
    const timeline = await sandbox.workspace.waitForMessage(
      channel,
      ({ text, ephemeralFor }) => ephemeralFor === approver.slackId && text.includes('Requested:'),
    )
    expect(timeline.text).toContain('Rita Requester Requested: Scale backend in staging from 1 to 2 tasks')
    expect(timeline.text.split('Requested:')).toHaveLength(2)
    expect(timeline.text).not.toContain('U0REQUEST')
    await shows('devops', 'Too few tasks', 'Closed')
    const { files = [] } = await until(
      'the review',
      () =>
        own(channel).find((message) => (message.files?.length ?? 0) > 0) ??
        sandbox.workspace.messages(channel).find((message) => (message.files?.length ?? 0) > 0),
    )
    const review = await (await fetch(`${sandbox.workspace.url}${files[0]?.url ?? ''}`)).text()
    // The same as a canvas of the channel, and the line above says so.
    const canvas = sandbox.workspace.canvases.find(({ title }) => title === 'Review: Too few tasks')
    expect(canvas).toMatchObject({ channel: header.channel, markdown: review })
    await shows(channel, 'Closed.', 'a canvas of this channel')
    expect(review).toContain('# SEV-3: Too few tasks')
    expect(review).toContain('one task \\*only\\*')
    expect(review).toContain('slow pages')
    expect(review).toContain('Requested: Scale backend in staging')
    expect(review).toContain('alarm on tasks (Aaron Approver)')
    expect(review).toMatch(/\| To detect \| 30 min/)
    expect(review).not.toContain('abcdEFGH1234')
    const announced = await shows('incidents', 'Too few tasks')
    await until('the review in the thread', () =>
      sandbox.workspace
        .messages('incidents')
        .find(({ threadTs, files: there = [] }) => threadTs === announced.ts && there.length > 0),
    )
    await say('devops', `/ohmy incident report ${id}`, viewer)
    await until('the review in her own messages', () =>
      sandbox.workspace
        .messages(sandbox.workspace.directMessage(viewer).id)
        .find(({ files: there = [] }) => there.length > 0),
    )
    expect(header.ts).toBe((await shows(channel, 'Too few tasks', 'Closed', 'Commander')).ts)
    await say(channel, '/ohmy incident archive')
    await until('the archive', () =>
      sandbox.workspace.calls.some(
        ({ method, outcome }) => method === 'conversations.archive' && outcome === 'ok',
      ),
    )
  })

  it('begins again when it is reopened, and is closed once more', async () => {
    const { channel } = await open('Comes back', '--sev 3 staging')
    sandbox.workspace.faults.refuse({
      method: 'canvases.create',
      error: 'team_tier_cannot_create_channel_canvases',
    })
    await say(channel, '/ohmy incident resolve --cause "none" --impact "none"')
    await shows('devops', 'Comes back', 'Closed')
    await sandbox.workspace.click(viewer, await shows(channel, 'Commander', 'Closed'), 'Reopen')
    await shows(channel, 'Commander', 'Assessing')
    await say(channel, '/ohmy incident resolve --cause "a leak" --impact "none"')
    await until('a second review', () => {
      const there = sandbox.workspace.messages(channel).filter(({ files = [] }) => files.length > 0)
      return there.length === 2
    })
    // The first one could not be a canvas: the file is there, and nobody is told.
    const closings = sandbox.workspace.messages(channel).filter(({ text }) => text.includes('Closed.'))
    expect(closings.map(({ text }) => text.includes('a canvas of this channel'))).toEqual([false, true])
    expect(sandbox.workspace.messages(channel).filter(({ text }) => text.includes('tier'))).toEqual([])
    const canvases = sandbox.workspace.canvases.filter(({ title }) => title.startsWith('Review: Comes back'))
    expect(canvases.map(({ title }) => title)).toEqual(['Review: Comes back (2)'])
  })

  it('asks in a form for what is missing, with the rule beside each severity', async () => {
    await say('devops', '/ohmy incident open')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(modal.view)).toContain(
      'SEV-1 · service down: at once, everyone, customers are told',
    )
    await sandbox.workspace.submit(requester, modal, {
      text: 'Opened by a form',
      sev: 'SEV-3 · minor: within an hour, in business hours',
      environment: 'staging',
      services: 'backend',
      since: '10m',
    })
    const pointer = await shows('devops', 'SEV-3 · Opened by a form', '→')
    await say('devops', `/ohmy incident resolve ${idIn(pointer.text)} --cause "none" --impact "none"`)
    await shows('devops', 'Opened by a form', 'Closed')
    await say('devops', '/ohmy incident open "Nowhere" --sev 3 staging --services nothing')
    await shows('devops', 'There is no service `nothing` in staging')
  })

  it('counts how a team does', async () => {
    await say('devops', '/ohmy incident metrics --since 90d')
    const figures = await shows('devops', 'incidents in 90 days')
    expect(figures.text).toMatch(/\d+ incidents in 90 days, \d+ open/)
    expect(figures.text).toMatch(/SEV-1 .*1 \(1 open\)/)
    // Nothing but what was scaled: that is no deployment.
    expect(figures.text).toContain('ohmy deployed nothing')
    const [drawn] = figures.blocks.filter((block) => (block.type as string) === 'data_visualization')
    expect(JSON.stringify(drawn)).toContain('SEV-3')
    await say('devops', '/ohmy incident metrics production --since 90d')
    await shows('devops', '1 incident in 90 days, 1 open')
  })

  it('lists what is open, for how long and who leads it, and what has ended only where that is asked for', async () => {
    await say('devops', '/ohmy incident list')
    const open = await shows('devops', '1 open', 'Backend is down')
    expect(open.text).toMatch(
      /open for \d+ \w+, update due .* · production · backend · nobody leads · .* · `inc-/,
    )
    expect(open.text).toMatch(/\d ended in the last 30 days: `?\/ohmy incident list --closed/)
    expect(open.text).not.toContain('Slow checkout')
    await say('devops', '/ohmy incident list --closed')
    const closed = await shows('devops', 'Slow checkout', 'ended')
    expect(closed.text).toMatch(/lasted \d+ \w+ · staging · led by Rita Requester/)
    expect(closed.text).not.toContain('Backend is down')
    await say('devops', '/ohmy incident list production --closed')
    await shows('devops', 'No incident ended in the last 30 days')
  })

  describe('where Slack does not let ohmy', () => {
    it('goes on where it was opened when no channel can be created', async () => {
      sandbox.workspace.faults.refuse({ method: 'conversations.create', error: 'restricted_action' })
      await say('devops', '/ohmy incident open "No channel" --sev 3 staging')
      const header = await shows('devops', 'No channel', 'restricted_action', 'Commander')
      await sandbox.workspace.click(viewer, header, 'I lead')
      await shows('devops', 'No channel', 'Vera Viewer')
      await say('devops', '/ohmy incident resolve --cause "none" --impact "none"')
      await shows('devops', 'No channel', 'Closed', 'Commander')
    })

    it('takes the next name where one is taken, and the same channel after an answer that got lost', async () => {
      const { channel } = await open('Same title', '--sev 3 staging')
      sandbox.workspace.faults.drop({ method: 'conversations.create', when: 'after' })
      await say('devops', '/ohmy incident open "Same title" --sev 3 staging')
      const second = await until('its channel', () => channels().find(({ name }) => name === `${channel}-2`))
      await shows(second.name, 'Same title', 'Commander')
      expect(channels().filter(({ name }) => name.startsWith(channel))).toHaveLength(2)
      for (const { name } of channels().filter((one) => one.name.startsWith(channel)))
        await say(name, '/ohmy incident resolve --cause "none" --impact "none"')
      await until(
        'both closed',
        () =>
          sandbox.workspace.messages('devops').filter(({ text }) => /Same title.*Closed/.test(text))
            .length === 2,
      )
    })

    it('waits as long as Slack asks it to, and takes the channel then', async () => {
      sandbox.workspace.faults.rateLimit({ method: 'conversations.create', retryAfter: 1, times: 6 })
      const { channel } = await open('Many at once', '--sev 3 staging')
      await say(channel, '/ohmy incident resolve --cause "none" --impact "none"')
      await shows('devops', 'Many at once', 'Closed')
    })

    it('goes on where it was opened when somebody archives its channel', async () => {
      const { id, channel, header } = await open('Archived meanwhile', '--sev 3 staging')
      await until('her to be in', async () => (await membersOf(header.channel)).includes(requester.slackId))
      // Slack tells of it, and does not answer when it is looked at.
      sandbox.workspace.faults.refuse({ method: 'conversations.info', channel, error: 'internal_error' })
      expect(await sandbox.workspace.archive(requester, channel)).toMatchObject({ ok: true })
      await shows('devops', 'Archived meanwhile', 'Commander', 'Somebody archived')
      await say('devops', `/ohmy incident status mitigating ${id}`)
      await shows('devops', 'Archived meanwhile', 'Commander', 'Somebody archived', 'Mitigating')
      await say('devops', '/ohmy incident resolve --cause "none" --impact "none"')
      await shows('devops', 'Archived meanwhile', 'Commander', 'Closed')
    })

    it('says who could not be invited, and that nothing could be pinned', async () => {
      sandbox.workspace.faults.refuse({ method: 'pins.add', error: 'missing_scope' })
      sandbox.workspace.faults.refuse({ method: 'bookmarks.list', error: 'missing_scope' })
      sandbox.workspace.faults.refuse({ method: 'conversations.invite', error: 'user_is_restricted' })
      const { channel } = await open('Half a channel', '--sev 3 staging')
      await shows(channel, 'Half a channel', 'could not be invited')
      await shows(channel, 'Half a channel', 'pin the message (missing_scope)')
      await shows(channel, 'Half a channel', 'bookmark links (missing_scope)')
      await say(channel, '/ohmy incident resolve --cause "none" --impact "none"')
      await shows('devops', 'Half a channel', 'Closed')
    })
  })

  it('keeps to its budget of posts and mentions, from its opening to its review', async () => {
    const { channel, header } = await open('Budget', '--sev 1 staging')
    // Whoever is on call is called, but for who opened it, until somebody has it.
    const page = await shows(channel, 'page-')
    await sandbox.workspace.click(approver, header, 'I lead')
    // Fifteen minutes are 4.5 s here: an update is due once, and the one who leads is told.
    const reminder = await shows(channel, '⏰', 'update has been due since')
    expect(reminder.pings).toEqual([approver.slackId])
    await say(channel, '/ohmy incident update "it gets better"', approver)
    await shows(channel, '📣')
    await say(channel, '/ohmy incident status monitoring', approver)
    await shows(channel, '➡️')
    await say(channel, '/ohmy incident resolve --cause "a loop" --impact "none"', approver)
    await shows('devops', 'Budget', 'Closed')
    await until('the review', () =>
      sandbox.workspace.messages(channel).some(({ files = [] }) => files.length > 0),
    )
    const kinds = own(channel).map(({ text }) => text.slice(0, 2).trim())
    // Header, page, role, reminder, update, status, resolved, closed: one each. Under load another update may have come due.
    const reminders = kinds.filter((kind) => kind.startsWith('⏰')).length
    // Where the machine is so busy that the time for it is over before the button is heard, who leads was asked for, once.
    const asked = kinds.filter((kind) => kind.startsWith('🙋')).length
    expect(asked).toBeLessThanOrEqual(1)
    // What changed before is told once, where something did.
    const beginnings = own(channel).filter(({ text }) => text.startsWith('Changed lately in staging')).length
    expect(beginnings).toBeLessThanOrEqual(1)
    expect(kinds).toHaveLength(7 + reminders + asked + beginnings)
    const pings = [channel, 'incidents', 'devops'].flatMap((place) =>
      own(place)
        .filter(({ text }) => place === channel || text.includes('Budget'))
        .filter(({ ts, text }) => ts !== page.ts && !text.startsWith('🙋'))
        .flatMap((message) => message.pings),
    )
    expect(pings).toEqual(Array.from({ length: reminders }, () => approver.slackId))
    expect(page.pings).toEqual([approver.slackId])
    const inBoth = (place: string) => own(place).filter(({ text }) => text.includes('SEV-1 · Budget'))
    expect(inBoth('incidents')).toHaveLength(1)
    expect(inBoth('devops')).toHaveLength(1)
  })
})

describe('an incident and the alarms of its environment', () => {
  const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
  const alarm = 'ohmycoins-prod-alb-5xx-errors'
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n` })
  })
  afterAll(() => sandbox.stop())

  const shows = (channel: string, ...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => words.every((word) => text.includes(word)))
  /** What was asked within the last 15 s is not asked again. */
  const forget = () =>
    inStore(sandbox.store.url, async (redis) => {
      const kept = await redis.keys('{ohmy}:answer:*')
      if (kept.length > 0) await redis.del(...kept)
    })

  it('is opened from an alert, with its words; an alarm that rings while it is watched is told once, and keeps it open', async () => {
    const { workspace, account } = sandbox
    account.world.setAlarm(alarm, 'ALARM', 'Nobody <!channel> knows')
    const alert = await shows('alerts', 'alb-5xx-errors is in ALARM')
    await workspace.click(requester, alert, 'Open incident')
    const modal = await workspace.waitForModal(requester)
    expect(JSON.stringify(modal.view)).toContain('alb-5xx-errors')
    await workspace.submit(requester, modal, {
      sev: 'SEV-3 · minor: within an hour, in business hours',
      text: 'Errors of the load balancer',
    })
    await shows('incidents', 'Errors of the load balancer', '→')
    const channel = await until('its channel', () =>
      workspace.state().channels.find(({ name }) => name.startsWith('inc-')),
    )
    await shows(channel.name, 'Commander', 'production', 'alert-')
    // It begins with the alert, what changed before, and the runbook that fits.
    const beginning = await shows(
      channel.name,
      '🔔',
      'alb-5xx-errors',
      'ohmy changed nothing in production',
      '/ohmy status production',
    )
    expect(beginning.pings).toEqual([])
    expect(JSON.stringify(beginning.blocks)).toMatch(/<http[^|]+\/p\d+\|alert-/)
    const bookmarks = () => workspace.state().channels.find(({ id }) => id === channel.id)?.bookmarks ?? []
    await until('its bookmarks', () => bookmarks().length === 3)
    expect(bookmarks().map(({ title }) => title)).toEqual(['Alert', 'Runbook', 'Dashboard'])
    expect(bookmarks()[2]?.link).toContain(
      'ap-southeast-2#dashboards/dashboard/ohmycoins-prod-infrastructure',
    )
    account.world.setAlarm(alarm, 'OK')
    await workspace.say(requester, channel.name, '/ohmy incident resolve --cause "a loop" --impact "errors"')
    await shows(channel.name, 'Resolved, watched until', 'Commander')
    account.world.setAlarm(alarm, 'ALARM', 'Nobody <!channel> knows')
    await forget()
    const rang = await shows(channel.name, 'began to ring after this was resolved')
    expect(rang.text).toContain(alarm)
    const incident = await until('it to ring for longer than the watch lasts', async () => {
      const [found] = await sandbox.bot.incidents.list(0)
      const { quietSince = 0, resolvedAt = 0 } = found ?? {}
      return found !== undefined && quietSince > resolvedAt + found.rules.watchFor ? found : undefined
    })
    expect(incident.status).toBe('resolved')
    account.world.setAlarm(alarm, 'OK')
    await forget()
    await shows(channel.name, 'Closed', 'Commander')
    await until('the review at its head', () => bookmarks().find(({ title }) => title === 'Review'))
    expect(bookmarks()).toHaveLength(4)
    const told = workspace.messages(channel.name).filter(({ text }) => text.includes('began to ring'))
    expect(told).toHaveLength(1)
  })

  it('is not closed while AWS does not say how its alarms stand, and says so', async () => {
    const { workspace, account } = sandbox
    await workspace.say(requester, 'devops', '/ohmy incident open "Nobody can see" --sev 3 production')
    const pointer = await shows('devops', 'Nobody can see', '→')
    account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'serverError' } })
    await forget()
    const id = /inc-[a-hj-km-np-z2-9]{7}\b/.exec(pointer.text)?.[0] ?? ''
    await workspace.say(
      requester,
      'devops',
      `/ohmy incident resolve ${id} --cause "a loop" --impact "errors"`,
    )
    await shows('devops', 'Nobody can see', 'watched until AWS says again how its alarms stand')
    account.faults.clear()
    await forget()
    await shows('devops', 'Nobody can see', 'Closed')
  })
})

import { expect, test } from 'vitest'
import { hostileText } from './gallery.js'
import { describeInBrowser } from './in-browser.js'

describeInBrowser('reading and writing on the sandbox page', (visit) => {
  test('what a person says appears under their name, and arrow-up brings it back', async () => {
    const { page, open, messageWith, receivedBy } = visit()
    await open('U0REQUEST', 'incidents')
    const composer = page.getByPlaceholder('Message #incidents')
    await composer.fill('Is *anybody* there?')
    await composer.press('Enter')
    await messageWith('Is anybody there?').getByText('Rita Requester').waitFor()
    expect(await messageWith('anybody').locator('strong').textContent()).toBe('anybody')
    expect(receivedBy('say')).toEqual([
      { person: 'U0REQUEST', channel: 'C0INCIDENT', text: 'Is *anybody* there?' },
    ])
    await composer.press('ArrowUp')
    expect(await composer.inputValue()).toBe('Is *anybody* there?')
  })

  test('a newcomer clicks an example, and Tab completes a command', async () => {
    const { page, open, messageWith } = visit()
    await open('U0VIEWERS', 'incidents')
    await page.getByRole('button', { name: '/ohmy status staging' }).click()
    await messageWith('staging is healthy').waitFor()
    const composer = page.getByPlaceholder('Message #incidents')
    await composer.fill('/ohmy sc')
    await composer.press('Tab')
    expect(await composer.inputValue()).toBe('/ohmy scale backend 4 staging')
  })

  test('verbs and their arguments are suggested: arrows choose, Tab takes, Escape sends them away', async () => {
    const { page, open } = visit()
    await open('U0VIEWERS', 'incidents')
    const composer = page.getByPlaceholder('Message #incidents')
    const suggested = page.getByRole('list', { name: 'Commands' })
    await composer.pressSequentially('/ohmy s')
    await suggested.getByText('Messages that come by themselves').waitFor()
    await composer.press('Escape')
    expect(await suggested.count()).toBe(0)
    await composer.pressSequentially('c')
    const lines = await suggested.locator('code').allTextContents()
    expect(lines).toEqual(['/ohmy scale backend 4 staging', '/ohmy scale ', '/ohmy schedule '])
    await composer.press('ArrowDown')
    await composer.press('Enter')
    expect(await composer.inputValue()).toBe('/ohmy scale ')
    await page.getByText('<service> <count> <environment>').waitFor()
    await composer.pressSequentially('f')
    await composer.press('Tab')
    expect(await composer.inputValue()).toBe('/ohmy scale frontend 2 production')
  })

  test('the values of arguments are suggested: services, environments, options, and ids in sight', async () => {
    const { page, open, workspace } = visit()
    workspace.post({ text: 'Scale backend: waits\nop-7k2m9qa', threadTs: '1.0' })
    await open('U0VIEWERS', 'devops')
    const composer = page.getByPlaceholder('Message #devops')
    const suggested = page.getByRole('list', { name: 'Commands' })
    const words = () => suggested.locator('code').allTextContents()
    await composer.pressSequentially('/ohmy scale w')
    await composer.press('Tab')
    expect(await composer.inputValue()).toBe('/ohmy scale worker ')
    await composer.pressSequentially('2 ')
    expect(await words()).toEqual([
      '/ohmy scale worker 2 staging ',
      '/ohmy scale worker 2 production ',
      '/ohmy scale worker 2 --reason ',
    ])
    await composer.press('ArrowDown')
    await composer.press('Tab')
    expect(await composer.inputValue()).toBe('/ohmy scale worker 2 production ')
    await composer.fill('/ohmy cancel ')
    expect(await words()).toEqual(['/ohmy cancel op-7k2m9qa '])
    await suggested.getByText('Scale backend: waits').click()
    expect(await composer.inputValue()).toBe('/ohmy cancel op-7k2m9qa ')
  })

  test('a reaction is put there and taken off by a click', async () => {
    const { page, open, receivedBy } = visit()
    await open('U0VIEWERS', 'devops')
    await page.getByRole('list', { name: 'Reactions' }).getByRole('button', { pressed: true }).click()
    await page.getByRole('button', { name: 'Rita Requester' }).click()
    await page.getByRole('list', { name: 'Reactions' }).getByRole('button', { pressed: false }).click()
    await expect.poll(() => receivedBy('mark')).toHaveLength(2)
    const by = { kind: 'reaction', name: 'thumbsup' }
    expect(receivedBy('mark')).toMatchObject([
      { person: 'U0VIEWERS', by, on: false },
      { person: 'U0REQUEST', by, on: true },
    ])
  })

  test('a message of one’s own is changed and deleted; others’ are not', async () => {
    const { page, open, messageWith, receivedBy } = visit()
    await open('U0REQUEST', 'devops')
    const own = messageWith('Good morning')
    await own.hover()
    await own.getByRole('button', { name: 'Edit' }).click()
    const words = page.getByRole('textbox', { name: 'Edit message' })
    await words.fill('Nothing of this')
    await words.press('Escape')
    await own.hover()
    await own.getByRole('button', { name: 'Edit' }).click()
    await words.fill('Good night')
    await words.press('Enter')
    await own.hover()
    await own.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => receivedBy('change')).toHaveLength(2)
    expect(receivedBy('change')[0]).toMatchObject({ channel: 'C0DEVOPS', text: 'Good night' })
    expect(receivedBy('change')[1]).not.toHaveProperty('text')
    await page.getByRole('button', { name: 'Vera Viewer' }).click()
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0)
  })

  test('the address of a message shows that message', async () => {
    const { page, workspace, messageWith } = visit()
    await page.goto(`${workspace.url}/?person=U0VIEWERS&channel=devops`)
    const ts = await messageWith('staging is healthy').getAttribute('data-ts')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await messageWith('staging is healthy').hover()
    await messageWith('staging is healthy').getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    await page.goto(String(await page.evaluate('navigator.clipboard.readText()')))
    await page.locator('.shown', { hasText: 'staging is healthy' }).waitFor()
    expect(page.url()).toBe(`${workspace.url}/archives/C0DEVOPS/p${ts?.replace('.', '')}`)
  })

  test('a link to a message of this workspace shows it here, in its thread too, and an opened one as well', async () => {
    const { page, workspace, open, messageWith } = visit()
    const { ts } = workspace.post({ channel: 'C0ALERTS', text: 'The alarm rang' })
    const reply = workspace.post({ channel: 'C0ALERTS', text: 'Seen by Rita', threadTs: ts })
    const address = `${workspace.url}/archives/C0ALERTS/p${ts.replace('.', '')}`
    const inThread = `${workspace.url}/archives/C0ALERTS/p${reply.ts.replace('.', '')}?thread_ts=${ts}&cid=C0ALERTS`
    workspace.post({ text: `<${address}|op-7k2m9qa> and <${inThread}|its answer>` })
    await open('U0VIEWERS', 'devops')
    await messageWith('and its answer').getByRole('link', { name: 'op-7k2m9qa' }).click()
    await page.locator('.conversation .shown', { hasText: 'The alarm rang' }).waitFor()
    await open('U0VIEWERS', 'devops')
    await page.getByRole('link', { name: 'its answer' }).click()
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await thread.locator('.shown', { hasText: 'Seen by Rita' }).waitFor()
    expect(page.context().pages()).toHaveLength(1)
    await page.goto(inThread)
    await thread.locator('.shown', { hasText: 'Seen by Rita' }).waitFor()
  })

  test('the text of a message and a block of code are copied', async () => {
    const { page, open, messageWith } = visit()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const clipboard = () => page.evaluate('navigator.clipboard.readText()')
    await open('U0REQUEST', 'devops')
    await messageWith('Good morning').hover()
    await messageWith('Good morning').getByRole('button', { name: 'Copy text' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await clipboard()).toBe('Good morning. Is *staging* fine? :eyes:')
    await page.getByRole('navigation').getByRole('button', { name: 'alerts' }).click()
    await page.locator('pre').hover()
    await page.locator('.code-block').getByRole('button', { name: 'Copy' }).click()
    await page.locator('.code-block').getByRole('button', { name: 'Copied' }).waitFor()
    expect(await clipboard()).toBe(`ERROR <!channel> *not bold* ${hostileText}`)
  })

  test('messages are found by their words in all channels, and shown where they stand', async () => {
    const { page, workspace, open } = visit()
    workspace.post({ channel: 'C0INCIDENT', text: 'backend is *down*\nsince 3 a.m.' })
    await open('U0VIEWERS', 'devops')
    await page.keyboard.press('Control+k')
    const pane = page.getByRole('complementary', { name: 'Search' })
    await pane.getByRole('searchbox').fill('only rita')
    await pane.getByText('Nothing that you see has these words.').waitFor()
    await pane.getByRole('searchbox').fill('aaron on it')
    await pane.getByText('1 message', { exact: true }).waitFor()
    await pane.getByRole('searchbox').fill('3 A.M. Down')
    await pane.getByText('#incidents').waitFor()
    await pane.getByRole('button', { name: 'since 3 a.m.' }).click()
    await page.locator('.conversation .shown', { hasText: 'backend is down' }).waitFor()
    await pane.getByRole('searchbox').fill('on it')
    await pane.getByRole('button', { name: 'Aaron Approver' }).click()
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await thread.locator('.shown', { hasText: 'On it' }).waitFor()
    await page.getByRole('button', { name: 'Search' }).click()
    await pane.getByRole('searchbox').press('Escape')
    expect(await pane.count()).toBe(0)
  })

  test('a channel tells its members, what is pinned and its documents', async () => {
    const { page, workspace, open } = visit()
    await open('U0REQUEST', 'alerts')
    await page.getByRole('button', { name: 'Details of this channel: 4 members, 1 pinned' }).click()
    const details = page.getByRole('complementary', { name: 'Channel details' })
    expect(
      await details.getByRole('list', { name: 'Members' }).getByRole('listitem').allTextContents(),
    ).toEqual(expect.arrayContaining([expect.stringContaining('Vera Viewer'), 'ohmy']))
    workspace.write({ id: 'F0CANVAS1', channel: 'C0ALERTS', title: 'Review', markdown: '# What happened' })
    await details.getByText('Review').click()
    await details.getByText('# What happened').waitFor()
    await details.getByRole('list', { name: 'Pinned messages' }).getByRole('button').click()
    await page.locator('.conversation .shown', { hasText: 'cpu.svg' }).waitFor()
  })

  test('a command that the bot does not answer says so and comes back into the composer', async () => {
    const { page, open } = visit()
    await open('U0REQUEST', 'devops')
    const composer = page.getByPlaceholder('Message #devops')
    await composer.fill('/nope')
    await composer.press('Enter')
    await page.getByRole('alert').getByText('failed with the error "dispatch_failed"').waitFor()
    expect(await composer.inputValue()).toBe('/nope')
  })

  test('another person is chosen even while a modal is open, sees only their own, and is remembered', async () => {
    const { page, workspace, open, messageWith } = visit()
    await open('U0REQUEST', 'devops')
    await messageWith('Only Rita sees this').waitFor()
    await page.getByRole('button', { name: 'Change…' }).click()
    await page.getByRole('dialog').waitFor()
    await page.getByRole('button', { name: 'Aaron Approver approves changes' }).click()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await messageWith('Only Rita sees this').count()).toBe(0)
    expect(page.url()).toContain('person=U0APPROVE&channel=devops')
    await page.goto(workspace.url)
    const chosen = page.getByRole('button', { name: 'Aaron Approver', pressed: true })
    await chosen.waitFor()
  })

  test('a reply goes into the thread, where the bot answers a mention', async () => {
    const { page, open, messageWith } = visit()
    await open('U0VIEWERS', 'devops')
    await page.getByRole('button', { name: '2 replies' }).click()
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await thread.getByText('Please have a look').waitFor()
    await thread.getByPlaceholder('Reply').fill('@ohmy status')
    await thread.getByPlaceholder('Reply').press('Enter')
    await thread.getByText('@Vera Viewer here').waitFor()
    await page.getByRole('button', { name: '4 replies' }).waitFor()
    expect(await messageWith('@ohmy status').count()).toBe(0)
  })

  test('a message in another channel marks it unread until it is opened', async () => {
    const { page, workspace, open, messageWith } = visit()
    await open('U0REQUEST', 'devops')
    workspace.post({ channel: 'C0INCIDENT', text: 'backend is down' })
    const entry = page.getByRole('navigation').getByRole('button', { name: 'incidents' })
    await entry.getByLabel('unread').waitFor()
    await entry.click()
    await messageWith('backend is down').waitFor()
    expect(await page.getByLabel('unread').count()).toBe(0)
  })

  test('after a lost connection it catches up with what it missed', async () => {
    const { page, workspace, open, messageWith, expectProblems } = visit()
    await open('U0REQUEST', 'incidents')
    expectProblems(/ERR_/)
    workspace.dropConnections()
    workspace.post({ channel: 'C0INCIDENT', text: 'said while away' })
    await messageWith('said while away').waitFor()
    await expect.poll(() => page.getByText('Reconnecting…').count()).toBe(0)
    workspace.post({ channel: 'C0INCIDENT', text: 'said afterwards' })
    await messageWith('said afterwards').waitFor()
  })

  test('markup in log lines, reasons and messages stays text', async () => {
    const { page, workspace, open, messageWith } = visit()
    await open('U0REQUEST', 'alerts')
    workspace.post({ channel: 'C0ALERTS', text: `said: ${hostileText}` })
    await messageWith(`said: ${hostileText}`).waitFor()
    expect(await page.locator('.message', { hasText: hostileText }).count()).toBe(2)
    expect(await page.locator('pre').textContent()).toBe(`ERROR <!channel> *not bold* ${hostileText}`)
    expect(await page.locator('.message :is(script, img[src="x"], a[href^="javascript"])').count()).toBe(0)
    expect(await page.evaluate('window.hacked')).toBeUndefined()
  })

  test('charts, tables, pictures and files are shown', async () => {
    const { page, open } = visit()
    await open('U0REQUEST', 'alerts')
    for (const name of ['Response time (ms)', 'Requests a minute', 'Connections']) {
      await page.getByRole('img', { name }).waitFor()
    }
    await page.getByText('120 (48 %)').waitFor()
    expect(await page.locator('.chart svg').count()).toBe(4)
    await page.getByText('↑ ms').waitFor()
    await page.getByRole('img', { name: 'cpu.svg' }).waitFor()
    expect(await page.getByRole('link', { name: 'audit.jsonl' }).getAttribute('href')).toBe(
      '/files/audit.jsonl',
    )
  })

  test('a sign is drawn where there is no emoji font, and stays a character for copying', async () => {
    const { page, open } = visit()
    await open('U0REQUEST', 'devops')
    const cell = page.getByRole('cell', { name: '1/1' }).first()
    expect(await cell.locator('img').getAttribute('src')).toBe('/emoji/1f7e2.svg')
    expect(await cell.textContent()).toBe('🟢 1/1')
    const mark = page.getByRole('img', { name: 'white check mark' }).locator('img')
    await expect.poll(async () => (await mark.boundingBox())?.width ?? 0).toBeGreaterThan(5)
  })

  test('it keeps to its end while messages arrive, unless somebody has scrolled up', async () => {
    const { page, open, workspace, messageWith } = visit()
    await open('U0REQUEST', 'devops')
    const fromEnd = () =>
      page.evaluate<number>(
        `(() => { const list = document.querySelector('[role=log]'); return Math.round(list.scrollHeight - list.scrollTop - list.clientHeight) })()`,
      )
    const many = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n')
    for (const name of ['first', 'second', 'third']) workspace.post({ text: `${name}\n${many}` })
    await messageWith('third').waitFor()
    await expect.poll(fromEnd).toBeLessThan(3)
    // Something tall arrives between a scroll and its event.
    await page.evaluate(`(() => {
      const list = document.querySelector('[role=log]')
      list.firstElementChild.append(Object.assign(document.createElement('div'), { style: 'height: 900px' }))
      list.dispatchEvent(new Event('scroll'))
    })()`)
    await expect.poll(fromEnd).toBeLessThan(3)
    await page.getByRole('log').hover()
    await page.mouse.wheel(0, -1_500)
    await expect.poll(fromEnd).toBeGreaterThan(1_000)
    const there = await fromEnd()
    workspace.post({ text: `fourth\n${many}` })
    await messageWith('fourth').waitFor()
    await expect.poll(fromEnd).toBeGreaterThan(there)
    await page.mouse.wheel(0, 9_000)
    await expect.poll(fromEnd).toBeLessThan(3)
    workspace.post({ text: `fifth\n${many}` })
    await messageWith('fifth').waitFor()
    await expect.poll(fromEnd).toBeLessThan(3)
  })

  test('it can be used on a narrow screen', async () => {
    const { page, open } = visit()
    await page.setViewportSize({ width: 420, height: 700 })
    await open('U0REQUEST', 'devops')
    await page.getByRole('button', { name: '2 replies' }).click()
    await page.getByRole('complementary', { name: 'Thread' }).getByText('On it').waitFor()
    await page.getByRole('button', { name: 'Close thread' }).click()
    await page.getByRole('navigation').getByRole('button', { name: 'incidents' }).click()
    await page.getByRole('button', { name: 'Vera Viewer only looks' }).click()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(420)
  })
})

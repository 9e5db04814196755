import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { onSandboxPage, sandboxUrl } from './sandbox-page.js'

/**
 * Plays a game day on the sandbox's page and takes a picture of each step, wide and as on a phone: `npx tsx test/pictures/game-day.ts FOLDER`. Three of them, cut to
 * their message, are those of the README: `docs/images/` as the second argument.
 */
const [folder = '', images] = process.argv.slice(2)
if (folder === '')
  throw new Error('Say where the pictures go: npx tsx test/pictures/game-day.ts FOLDER [docs/images]')
mkdirSync(folder, { recursive: true })

const url = sandboxUrl
const rita = 'U0REQUEST'
const aaron = 'U0APPROVE'
const vera = 'U0VIEWERS'

await onSandboxPage({ width: 1280, height: 900 }, play)

async function play(page: Page): Promise<void> {
  page.setDefaultTimeout(90_000)
  let step = 0

  async function picture(name: string, message?: Locator): Promise<void> {
    step += 1
    const file = (width: number) => join(folder, `${String(step).padStart(2, '0')}-${name}-${width}.png`)
    await wait(700)
    await page.mouse.move(640, 20)
    await page.screenshot({ path: file(1280) })
    if (message !== undefined && images !== undefined) {
      await page.setViewportSize({ width: 1060, height: 1_000 })
      await message.scrollIntoViewIfNeeded()
      await message.screenshot({ path: join(images, `${name}.png`) })
    }
    await page.setViewportSize({ width: 390, height: 844 })
    await wait(500)
    await page.screenshot({ path: file(390) })
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  const at = (person: string, channel: string) => page.goto(`${url}/?person=${person}&channel=${channel}`)
  const message = (text: string | RegExp) => page.locator('.conversation .message', { hasText: text }).last()
  const header = () => page.locator('.conversation .message', { hasText: /Commander/ }).first()
  const press = (within: Locator, name: string) =>
    within.getByRole('button', { name, exact: true }).last().click()
  const dialog = page.getByRole('dialog')

  await at(vera, 'alerts')
  await page.getByRole('button', { name: 'Game day' }).click()
  await page.getByRole('button', { name: 'Begin: Out of memory' }).click()
  await message('Average memory of backend').getByText('Tasks that were killed').waitFor()
  await picture('game-day')
  await page.getByRole('button', { name: 'Close game day' }).click()
  await picture('alert', message('Average memory of backend'))

  await press(message('Average memory of backend'), 'Open incident')
  await dialog.getByLabel('What is wrong?').fill('Backend is killed for its memory')
  await dialog.getByLabel('Severity').selectOption({ index: 2 })
  await picture('incident-form')
  await dialog.getByRole('button', { name: 'Open' }).click()
  await at(vera, 'incidents')
  await message('Backend is killed for its memory').waitFor()
  await picture('announcement')

  const room = page.getByRole('navigation').getByRole('button', { name: /^.*inc-\d{8}/ })
  const [called] = await Promise.all([whoIsCalled(page), room.waitFor()])
  await page.getByRole('navigation').getByRole('button', { name: 'ohmy', exact: true }).click()
  await message('You are called as').waitFor()
  await picture('page')
  await press(message('You are called as'), 'Ack')
  await message('has it').waitFor()

  await room.click()
  await press(header(), 'I lead')
  await header()
    .getByText(called === rita ? 'Rita Requester' : 'Aaron Approver')
    .first()
    .waitFor()
  await picture('incident', header())

  await at(rita, 'alerts')
  await press(message('Average memory of backend'), 'Runbook: Out of memory')
  await message('How did it fill up?').waitFor()
  await picture('decision')
  await press(message('How did it fill up?'), 'Since a release')
  await press(message('Out of memory ·'), 'Run')
  await message('Waiting for approval').waitFor()
  await picture('rollback')
  await at(aaron, 'alerts')
  await press(message('Waiting for approval'), 'Approve')
  await message(/Roll backend in production back to .* — Done/).waitFor()
  await picture('rolled-back')

  await message('Good again').waitFor()
  await at(rita, 'alerts')
  await press(message('Is it over?'), 'Yes')
  await message('Out of memory ·').getByText('Done').first().waitFor()
  await picture('good-again')

  await at(called, '')
  await room.click()
  await press(header(), 'Resolve')
  await dialog.getByRole('textbox').first().fill('A leak in the release of this morning')
  await dialog.getByRole('textbox').nth(1).fill('Some requests failed for a quarter of an hour')
  await picture('resolve')
  await dialog.getByRole('button', { name: 'Resolve' }).click()
  await header().getByText('Closed').waitFor()
  await page.locator('.conversation .file').first().waitFor()
  await wait(1_000)
  await picture('incident-closed', header())
  await page.getByRole('button', { name: 'Game day' }).click()
  await page.getByRole('table').getByText('Out of memory').waitFor()
  await wait(2_000)
  await picture('times')
}

/** Whoever of the two is on call this week has been told. */
async function whoIsCalled(page: Page): Promise<string> {
  for (;;) {
    for (const person of [rita, aaron]) {
      await page.goto(`${url}/?person=${person}&channel=dm`)
      await wait(1_500)
      if ((await page.getByText('You are called as').count()) > 0) return person
    }
  }
}

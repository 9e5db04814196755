import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { type Scene, type SceneStep, scenes } from '../../site/verb-pictures.js'
import { onSandboxPage, sandboxUrl } from './sandbox-page.js'

/** The pictures of docs/verbs.md, one a verb: `npm run docs:pictures`, or some of them: `npm run docs:pictures -- scale undo`. */
const folder = 'docs/images/verbs'
const wanted = process.argv.slice(2)
const played = scenes.filter(({ verb }) => wanted.length === 0 || wanted.includes(verb))
mkdirSync(folder, { recursive: true })

const tallest = 760

const failed: string[] = []
await onSandboxPage({ width: 900, height: 1_600 }, async (page) => {
  page.setDefaultTimeout(Number(process.env['OHMY_PICTURE_WITHIN'] ?? 90_000))
  for (const scene of played) {
    try {
      await play(page, scene)
    } catch (error) {
      failed.push(scene.verb)
      const shown = await page.locator('.conversation .message').last().innerText()
      process.stderr.write(`${scene.verb}: ${String(error).split('\n')[0]}\n${shown.slice(0, 900)}\n\n`)
    }
  }
})
if (failed.length > 0) {
  process.stderr.write(`No picture of ${failed.join(', ')}.\n`)
  process.exitCode = 1
}

async function play(page: Page, { verb, steps }: Scene): Promise<void> {
  let before = ''
  let answer: Locator | undefined
  for (const step of steps) {
    answer = await take(page, step, before)
    before = await answer.innerText()
  }
  await wait(1_000)
  await page.mouse.move(1, 1)
  await answer?.scrollIntoViewIfNeeded()
  const box = await answer?.boundingBox()
  if (box === null || box === undefined) throw new Error('Its answer is not in sight.')
  // The beginning tells what it is; a list may go on for long.
  const clip = { ...box, height: Math.min(box.height, tallest) }
  await page.screenshot({ path: join(folder, `${verb}.png`), clip })
  if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape')
  process.stdout.write(`${verb}: ${before.split('\n').slice(0, 6).join(' / ').slice(0, 160)}\n`)
}

/** Does one step and waits for its answer: a message that came after it, or one that has changed since. */
async function take(page: Page, step: SceneStep, before: string): Promise<Locator> {
  if (!page.url().includes(`person=${step.as}`)) {
    await page.goto(`${sandboxUrl}/?person=${step.as}&channel=devops`)
    // What was said before is there, so that it is not taken for the answer.
    await wait(1_500)
  }
  const line = step.say
    .replace('{id}', () => idsIn(before)[0] ?? '')
    .replace('{task}', () => /\b[0-9a-f]{8}\b/.exec(before)?.[0] ?? '')
  await page
    .locator('.conversation .message')
    .evaluateAll((messages) => messages.forEach((one) => one.setAttribute('data-seen', '')))
  if (step.presses === true) {
    const card = page.locator('.conversation .message', { hasText: idsIn(before)[0] ?? '' }).last()
    await card.getByRole('button', { name: step.say, exact: true }).click()
  } else {
    await page.getByRole('textbox').last().fill(line)
    await page.keyboard.press('Escape')
    await page.getByRole('textbox').last().press('Enter')
  }
  if (step.form === true) {
    const form = page.getByRole('dialog').filter({ hasText: step.sees })
    await form.waitFor()
    return form
  }
  const answer =
    step.edits === true
      ? page.locator('.conversation .message', { hasText: idsIn(before)[0] ?? line })
      : page.locator('.conversation .message:not([data-seen])')
  const answered = answer.filter({ hasText: step.sees }).last()
  await answered.waitFor()
  return answered
}

function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:op|run|logs|look|page|alert|deployment)-[a-z0-9]{7}\b/g)].map(([id]) => id)
}

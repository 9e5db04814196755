import { expect, it } from 'vitest'
import { startChild } from './child.js'

it('a child that ends by itself is told of, with its exit code, and can be stopped all the same', async () => {
  const child = await startChild('child-that-ends.ts', [])
  expect(await child.ask('here')).toBe('yes')
  await expect(child.ask('end')).rejects.toThrow('child-that-ends.ts ended by itself with 3')
  await expect(child.ask('here')).rejects.toThrow('ended by itself with 3')
  await child.stop()

  const letGo = await startChild('child-that-ends.ts', [])
  expect(await letGo.ask('here')).toBe('yes')
  // Its channel is closed before it ends: stopping it meanwhile is not an error.
  await expect(letGo.ask('let go')).rejects.toThrow('ended by itself with 4')
  await letGo.stop()
})

it('stopping in the moment between the closed channel and the end waits for the end', async () => {
  const child = await startChild('child-that-ends.ts', [])
  void child.ask('let go').catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 200))
  await child.stop()
  await expect(child.ask('here')).rejects.toThrow('ended by itself with 4')
})

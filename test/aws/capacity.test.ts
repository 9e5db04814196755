import { expect, test } from 'vitest'
import { capacityWords } from '../../src/aws/capacity.js'

const item = (capacityProvider: string, weight?: number, base?: number) => ({
  capacityProvider,
  ...(weight === undefined ? {} : { weight }),
  ...(base === undefined ? {} : { base }),
})

test.each([
  [{ launchType: 'FARGATE' as const }, 'Fargate'],
  [{ launchType: 'MANAGED_INSTANCES' as const }, 'Managed Instances'],
  [{}, undefined],
  [{ capacityProviderStrategy: [item('FARGATE_SPOT', 1)] }, 'Fargate Spot'],
  [
    { capacityProviderStrategy: [item('FARGATE', 1, 2), item('FARGATE_SPOT', 3)] },
    'Fargate 25 % (the first 2), Fargate Spot 75 %',
  ],
  // One that is named and never used is none.
  [{ capacityProviderStrategy: [item('gpu', 0), item('batch', 1)] }, 'batch'],
  [
    { capacityProviderStrategy: [item('FARGATE', 0, 1), item('FARGATE_SPOT', 1)] },
    'Fargate 0 % (the first 1), Fargate Spot 100 %',
  ],
])('%j is %s', (configured, words) => {
  expect(capacityWords(configured)).toBe(words)
})

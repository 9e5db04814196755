import { expect, test } from 'vitest'
import { parseImage } from '../../src/status/service-status.js'

test.each([
  [
    '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend:sprint-12-3f4021a',
    'ohmycoins/backend',
    'sprint-12-3f4021a',
  ],
  ['localhost:5000/backend:1', 'backend', '1'],
  ['localhost:5000/backend', 'backend', undefined],
  ['nginx', 'nginx', undefined],
  ['nginx:1.29', 'nginx', '1.29'],
  ['library/nginx:1.29', 'library/nginx', '1.29'],
  [`public.ecr.aws/x/y:2@sha256:${'0'.repeat(64)}`, 'x/y', '2'],
  [`x/y@sha256:${'0'.repeat(64)}`, 'x/y', undefined],
])('%s', (image, repository, tag) => {
  expect(parseImage(image)).toEqual(tag === undefined ? { repository } : { repository, tag })
})

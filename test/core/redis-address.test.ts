import { describe, expect, it } from 'vitest'
import { readRedisAddress } from '../../src/core/redis-address.js'

describe('REDIS_URL', () => {
  it.each([
    '/run/redis.sock',
    'redis://localhost',
    'redis://localhost:6379/2',
    'rediss://:p%40ss,word@redis.internal:6380/2?family=6',
    'redis://user:a,b@redis.internal',
    'redis://[::1]:6379',
  ])('names one server: %s', (url) => {
    expect(readRedisAddress(url)).toEqual({ kind: 'single', url })
  })

  it.each([
    [
      'redis://a:7000,b',
      {
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 6379 },
        ],
        tls: false,
      },
    ],
    [
      'redis://a:7000,b:7001/0?cluster=true',
      {
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 7001 },
        ],
        tls: false,
      },
    ],
    [
      'rediss://ohmy:p%40ss,word@clustercfg.example.com:6379?cluster=true',
      {
        nodes: [{ host: 'clustercfg.example.com', port: 6379 }],
        username: 'ohmy',
        password: 'p@ss,word',
        tls: true,
      },
    ],
    [
      'redis://:secret@[::1],10.0.0.2/',
      {
        nodes: [
          { host: '::1', port: 6379 },
          { host: '10.0.0.2', port: 6379 },
        ],
        password: 'secret',
        tls: false,
      },
    ],
  ])('names a cluster: %s', (url, cluster) => {
    expect(readRedisAddress(url)).toEqual({ kind: 'cluster', ...cluster })
  })

  it('may say that it is no cluster', () => {
    expect(readRedisAddress('redis://a:1/2?cluster=false')).toEqual({ kind: 'single', url: 'redis://a:1/2' })
  })

  it.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://a:port',
    'redis://a,,b',
    'redis://a,b:99999',
    'redis://a,b/2',
    'redis://a,b?cluster=false',
    'redis://a,b?family=6',
    'redis://a?cluster=yes',
    // Passwords that are not written as in URLs.
    'redis://:100%@a',
    'redis://:100%@a,b',
    'redis://:half%2@a:1',
    'redis://:sharp#@a:1',
    'redis://:with/slash@a:1',
    'redis://:at@with/slash@a:1',
  ])('is none: %s', (url) => {
    expect(readRedisAddress(url)).toBeUndefined()
  })
})

import type { Tracing } from '../core/tracing.js'
import type { Route } from '../server/server.js'

/** Requests from outside, followed from their arrival; those of Slack's are followed by its own door. */
export function followedRoutes(routes: readonly Route[], tracing: Tracing): readonly Route[] {
  return routes.map((route) => {
    const { method, path } = route
    const attributes = { 'http.request.method': method, 'http.route': path }
    const words = { name: `${method} ${path}`, kind: 'server', attributes } as const
    return {
      ...route,
      handle: (request, response) =>
        tracing.span(words, async (span) => {
          await route.handle(request, response)
          span.set({ 'http.response.status_code': response.statusCode })
          if (response.statusCode >= 500) span.fail(String(response.statusCode))
        }),
    }
  })
}

import { slackAppManifestFile } from './slack-app-manifest.js'

/** Files of docker/ that follow from the code, by name. A test compares them with what is committed. */
export function generated(): Readonly<Record<string, string>> {
  return {
    'slack-app-manifest.yaml': slackAppManifestFile('socket'),
    'slack-app-manifest.http.yaml': slackAppManifestFile('http'),
  }
}

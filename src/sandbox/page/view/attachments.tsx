import type { ReactNode } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import { Emoji, Link, useDirectory } from '../mrkdwn/mrkdwn.js'
import { Picture } from '../blocks/block.js'

/** What hangs under a message: its files and reactions. */
export function Attachments({ message }: { readonly message: PostedMessage }): ReactNode {
  const { personName } = useDirectory()
  return (
    <>
      {message.files?.map((file) =>
        file.mimetype.startsWith('image/') ? (
          <figure key={file.id}>
            <figcaption>{file.name}</figcaption>
            <Picture image={{ type: 'image', image_url: file.url, alt_text: file.name }} />
          </figure>
        ) : (
          <p key={file.id} className="file">
            <Link url={file.url}>{file.name}</Link> <small>{file.mimetype}</small>
          </p>
        ),
      )}
      {message.reactions && message.reactions.length > 0 && (
        <ul className="reactions">
          {message.reactions.map((reaction) => (
            <li key={reaction.name} title={reaction.users.map((id) => personName(id) ?? id).join(', ')}>
              <Emoji name={reaction.name} /> {reaction.users.length}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

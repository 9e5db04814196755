import type { ReactNode } from 'react'
import type { PostedMessage } from '../../workspace/contract.js'
import { Link } from '../mrkdwn/mrkdwn.js'
import { Picture } from '../blocks/block.js'

/** The files under a message. Several pictures stand beside each other, as large as Slack shows them. */
export function Attachments({ message }: { readonly message: PostedMessage }): ReactNode {
  const files = message.files ?? []
  const pictures = files.filter(({ mimetype }) => mimetype.startsWith('image/'))
  const others = files.filter((file) => !pictures.includes(file))
  return (
    <>
      {pictures.length > 0 && (
        <div className={`pictures ${pictures.length > 1 ? 'several' : ''}`.trim()}>
          {pictures.map((file) => (
            <figure key={file.id}>
              <figcaption>{file.title}</figcaption>
              <a href={file.url} target="_blank" rel="noreferrer">
                <Picture image={{ type: 'image', image_url: file.url, alt_text: file.title }} />
              </a>
            </figure>
          ))}
        </div>
      )}
      {others.map((file) => (
        <p key={file.id} className="file">
          <Link url={file.url}>{file.name}</Link>{' '}
          <small>{file.title === file.name ? file.mimetype : file.title}</small>
        </p>
      ))}
    </>
  )
}

import { Page } from "./layout.tsx";

export interface MessageProps {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  /** The origin of the site. */
  readonly site: string;
  /** Whether there is a blog at this host to go back to. */
  readonly hasBlog: boolean;
}

/** A page that has only something to say: why there is no other. */
export function messagePage({ status, title, detail, requestId, site, hasBlog }: MessageProps) {
  return (
    <Page title={title} site={site}>
      <p class="status">{status}</p>
      <h1>{title}</h1>
      <p>{detail}</p>
      {hasBlog && (
        <p>
          <a href="/">To the first page of this blog</a>
        </p>
      )}
      <p class="request">Request {requestId}</p>
    </Page>
  );
}

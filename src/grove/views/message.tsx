import { Page } from "./layout.tsx";

export interface MessageProps {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
}

/** A page that has only something to say: why there is no other. */
export function messagePage({ status, title, detail, requestId }: MessageProps) {
  return (
    <Page title={title}>
      <p class="status">{status}</p>
      <h1>{title}</h1>
      <p>{detail}</p>
      <p>
        <a href="/">To the first page of this blog</a>
      </p>
      <p class="request">Request {requestId}</p>
    </Page>
  );
}

-- What a blog shows besides text. The bytes are in R2, below the same tenant and id.
CREATE TABLE media (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  uploader_id TEXT NOT NULL REFERENCES users (id),
  name TEXT CHECK (length(name) BETWEEN 1 AND 200),
  -- A browser is told this, so a row cannot say that it is a page.
  type TEXT NOT NULL CHECK (
    type IN ('image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'application/pdf')
  ),
  bytes INTEGER NOT NULL CHECK (bytes BETWEEN 1 AND 10000000),
  -- Pending: its bytes are on their way to R2 or out of it. It takes room, and nobody sees it.
  state TEXT NOT NULL CHECK (state IN ('pending', 'stored')),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_by_creation ON media (tenant_id, created_at, id);
CREATE INDEX media_pending ON media (created_at) WHERE state = 'pending';

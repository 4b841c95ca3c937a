-- A post as a shadow-banned writer has left it: shown to that writer in the place of everybody's, and to nobody else.
CREATE TABLE shadowed_posts (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  writer_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  -- Which version of everybody's post it was made from. Null: it is a post that nobody else has.
  base_version INTEGER,
  -- The writer has deleted it, and sees neither this nor everybody's.
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  slug TEXT NOT NULL,
  author_id TEXT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  markdown TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
  published_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  PRIMARY KEY (tenant_id, writer_id, id)
) STRICT;

CREATE UNIQUE INDEX shadowed_posts_slugs ON shadowed_posts (tenant_id, writer_id, slug) WHERE is_deleted = 0;
CREATE INDEX shadowed_posts_by_time ON shadowed_posts (tenant_id, writer_id, status, published_at, id);
CREATE INDEX shadowed_posts_by_creation ON shadowed_posts (tenant_id, writer_id, created_at, id);
CREATE INDEX shadowed_posts_of_id ON shadowed_posts (tenant_id, id);

CREATE TABLE posts (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  slug TEXT NOT NULL CHECK (
    length(slug) BETWEEN 1 AND 100
    AND slug NOT GLOB '*[^a-z0-9-]*'
    AND slug NOT GLOB '-*'
    AND slug NOT GLOB '*-'
    AND slug NOT GLOB '*--*'
  ),
  author_id TEXT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 400),
  markdown TEXT NOT NULL CHECK (length(markdown) <= 100000),
  status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
  -- Up to the end of the year 9999, beyond which dates cannot be written in a feed.
  published_at INTEGER CHECK (published_at BETWEEN 0 AND 253402300799999),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, slug),
  CHECK (status <> 'published' OR published_at IS NOT NULL)
) STRICT;

CREATE INDEX posts_by_time ON posts (tenant_id, status, published_at, id);

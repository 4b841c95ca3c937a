-- Who reacted is known to the post's object; here is how many did.
CREATE TABLE reaction_counts (
  tenant_id TEXT NOT NULL,
  post_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('like', 'love', 'insightful')),
  count INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (tenant_id, post_id, type),
  FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE comments (
  tenant_id TEXT NOT NULL,
  post_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  parent_id TEXT,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  -- A shadowed comment is shown to its author and to nobody else.
  is_shadowed INTEGER NOT NULL CHECK (is_shadowed IN (0, 1)),
  PRIMARY KEY (tenant_id, post_id, created_at, id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The author of the post that every sandbox has.
INSERT INTO users (id, email, display_name, created_at) VALUES ('grove', 'posts@grove.invalid', 'Grove', 0);

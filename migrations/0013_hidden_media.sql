-- A shadowed file is shown to its uploader and to nobody else.
ALTER TABLE media ADD COLUMN is_shadowed INTEGER NOT NULL DEFAULT 0 CHECK (is_shadowed IN (0, 1));

-- Files that a member has deleted while shadow banned: gone for that member, and still there for everybody else.
CREATE TABLE media_removals (
  tenant_id TEXT NOT NULL,
  media_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, media_id, user_id),
  FOREIGN KEY (tenant_id, media_id) REFERENCES media (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

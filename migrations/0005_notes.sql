-- A sandbox has one account, and this is the SHA-256 of its passphrase.
ALTER TABLE tenants ADD COLUMN passphrase_hash TEXT CHECK (passphrase_hash IS NULL OR expires_at IS NOT NULL);

CREATE TABLE notes (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  -- A shadowed note is shown to its author and to nobody else.
  is_shadowed INTEGER NOT NULL CHECK (is_shadowed IN (0, 1)),
  PRIMARY KEY (tenant_id, created_at, id)
) STRICT, WITHOUT ROWID;

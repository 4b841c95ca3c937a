CREATE TABLE tenants (
  id TEXT NOT NULL PRIMARY KEY,
  subdomain TEXT NOT NULL UNIQUE CHECK (
    length(subdomain) BETWEEN 1 AND 63
    AND subdomain NOT GLOB '*[^a-z0-9-]*'
    AND subdomain NOT GLOB '-*'
    AND subdomain NOT GLOB '*-'
  ),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
  description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 200),
  tier TEXT NOT NULL CHECK (tier IN ('seedling', 'sapling', 'oak', 'evergreen')),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  -- Only a sandbox expires, has a sandbox's name, and remembers hashes of the address that made it and of its network.
  expires_at INTEGER,
  creator TEXT,
  creator_network TEXT,
  CHECK ((expires_at IS NOT NULL) = (subdomain GLOB 'sandbox-*')),
  CHECK ((expires_at IS NULL) = (creator IS NULL) AND (expires_at IS NULL) = (creator_network IS NULL))
) STRICT;

CREATE INDEX tenants_expiring ON tenants (expires_at, creator, creator_network) WHERE expires_at IS NOT NULL;

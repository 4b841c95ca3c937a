-- Grows by one with each change, so that a change made from an old reading is refused.
ALTER TABLE posts ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);

-- Whoever writes for a blog lists its posts in the order in which they were made, whatever has become of them.
CREATE INDEX posts_by_creation ON posts (tenant_id, created_at, id);

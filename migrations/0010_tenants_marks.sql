-- A mark is its tenant's, as everything else is. The second part of a source's name is the tenant it is of; a source that
-- is no tenant's has the tenant that there cannot be.
CREATE TABLE loom_watermarks_of_tenants (
  tenant_id TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL,
  epoch TEXT NOT NULL,
  place INTEGER NOT NULL CHECK (place > 0),
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, source, epoch)
) STRICT, WITHOUT ROWID;

INSERT INTO loom_watermarks_of_tenants (tenant_id, source, epoch, place, at)
SELECT replace(replace(substr(rest, 1, instr(rest || ':', ':') - 1), '%3A', ':'), '%25', '%'), source, epoch, place, at
FROM (SELECT substr(source, instr(source, ':') + 1) AS rest, source, epoch, place, at FROM loom_watermarks);

DROP TABLE loom_watermarks;
ALTER TABLE loom_watermarks_of_tenants RENAME TO loom_watermarks;

-- Who has written for a tenant is looked up for each name that it may read.
CREATE INDEX posts_by_author ON posts (tenant_id, author_id);

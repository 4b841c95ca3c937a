-- Days are UTC, as in 2026-01-31. A row is written when its day is over.
CREATE TABLE daily_statistics (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  page_views INTEGER NOT NULL,
  unique_visitors INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  reactions INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_statistics (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  path TEXT NOT NULL,
  views INTEGER NOT NULL,
  unique_views INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, day, path)
) STRICT, WITHOUT ROWID;

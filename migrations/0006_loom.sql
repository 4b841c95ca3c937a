-- How far each life of each source has been written: moved in the same batch as what it wrote.
CREATE TABLE loom_watermarks (
  source TEXT NOT NULL,
  epoch TEXT NOT NULL,
  place INTEGER NOT NULL CHECK (place > 0),
  at INTEGER NOT NULL,
  PRIMARY KEY (source, epoch)
) STRICT, WITHOUT ROWID;

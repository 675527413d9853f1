-- Whether an agent on duty is away, and since when they are there.
ALTER TABLE agents ADD COLUMN away INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agents ADD COLUMN since REAL;

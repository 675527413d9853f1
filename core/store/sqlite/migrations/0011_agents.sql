-- What agents set for themselves (chats at once, the name that customers read), and by which signs they are away.
ALTER TABLE agents ADD COLUMN capacity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agents ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agents ADD COLUMN vetoes TEXT NOT NULL DEFAULT '[]';
UPDATE agents SET vetoes = '[{"sign":"presence"}]' WHERE away;

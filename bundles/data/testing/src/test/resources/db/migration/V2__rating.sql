ALTER TABLE notes ADD COLUMN rating INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX notes_by_rating ON notes (rating);

ALTER TABLE users ADD COLUMN language_code iso_language;

-- NOT VALID holds both tables for a moment and not for a scan. New rows are checked from here on.
ALTER TABLE users ADD CONSTRAINT users_language_code_fkey
  FOREIGN KEY (language_code) REFERENCES languages NOT VALID;

CREATE INDEX CONCURRENTLY users_language_code_idx ON users (language_code)
  WHERE language_code IS NOT NULL;

ALTER TABLE users VALIDATE CONSTRAINT users_language_code_fkey;

COMMENT ON COLUMN users.language_code IS 'Null: whatever the browser asks for';

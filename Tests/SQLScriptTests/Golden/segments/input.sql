CREATE TABLE users (id int);
CREATE INDEX CONCURRENTLY users_id ON users (id);
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy' BEFORE 'sad';
UPDATE users SET id = 42 WHERE id = 41 AND name = 'secret';
VACUUM users;
ALTER TABLE IF EXISTS ONLY public."Events" DETACH PARTITION "public".events_2025 CONCURRENTLY;

-- The index and the foreign key go with their column.
ALTER TABLE users DROP COLUMN language_code;

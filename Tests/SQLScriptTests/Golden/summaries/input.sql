CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY, -- the key
  price numeric(10,2)
);
INSERT INTO users (price) VALUES (12.5), (1e3), ('secret'), ($$secret$$), (E'sec\'ret');
CREATE ROLE app PASSWORD 'secret';
ALTER TABLE "two
lines[2J" RENAME TO x;
SELECT/**/a_name_of_more_than_sixty_characters_that_does_not_fit_on_the_line_of_progress;

CREATE TABLE books (id int, "end" int, title text);
CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
create or replace procedure two(a int)
language sql
begin atomic
  insert into books (id, title) values (a, 'end;');
  insert into books (id) select case when a > 1 then case a when 2 then 3 end else 4 end;
  insert into books (id) select (case when true then 1 end);
  -- end; of nothing
end;
CREATE OR REPLACE FUNCTION three() RETURNS int RETURN CASE WHEN true THEN 1 END;
CREATE FUNCTION four() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION five() RETURNS int BEGIN ATOMIC END;
SELECT CASE WHEN true THEN 1 END; SELECT 2 AS begin; SELECT 3;
BEGIN; SELECT 4; END;
DROP FUNCTION one(), three(), four(), five(); DROP PROCEDURE two(int); DROP TABLE books;

DO $$ BEGIN RAISE NOTICE 'it''s; one'; END $$;
DO $body$ BEGIN EXECUTE $$ SELECT ';' $$; EXECUTE $Body$ SELECT 1; $Body$; END $body$;
SELECT $a$ $b$a$, $$ $a$; $$, $_1$;$_1$, $é$ ; $é$, $$$$;
SELECT $$ it's "not" /* quoted -- here \. ; $$;
CREATE FUNCTION add(int, int) RETURNS int LANGUAGE sql AS $function$
  -- a comment; inside
  SELECT $1 + $2;
$function$;
DROP FUNCTION add(int, int)

CREATE TABLE "semi;colon" ("it's" int, "dou""ble;" text, "back\" int, "-- no comment" int);
SELECT "/* no comment */", "$$;" FROM (SELECT 1 AS "/* no comment */", 2 AS "$$;") AS "x";
DROP TABLE "semi;colon";

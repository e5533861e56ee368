CREATE TEMP TABLE größe (näme text, "日本;語" text);  SELECT näme, "日本;語" FROM größe; /* é */ SELECT '🐘;' AS "é"; SELECT 1;

SELECT 1);
\i a.sql
SELECT :'b';
SELECT ((2;

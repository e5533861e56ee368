SELECT 1 WHERE name = :'name';
SELECT * FROM :"table" WHERE a = :name;
:'first' ;

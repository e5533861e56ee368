SELECT E'it\'s; one', e'\\', E'\\\';', E'''; ';
SELECT E'continued;'
  'keeps \'the; rules';
SELECT E'continued;' -- over a comment;
  'keeps \'the; rules'
  'and \'again; ';
SELECT E'not continued', 'plain \';
SELECT 'plain;'
  'stays plain \';
SELECT t.e, 'not \';
SELECT 1 AS nameE, 'x\', 2 AS e;

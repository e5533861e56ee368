SET standard_conforming_strings = on;
SET LOCAL standard_conforming_strings TO 'true';
SELECT 'a\';
/* as old dumps have it */ SET SESSION Standard_Conforming_Strings TO 'OFF';
SELECT 'it\'s; no end of a string';

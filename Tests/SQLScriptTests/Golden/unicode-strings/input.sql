SELECT U&'d\0061t\+000061; \' , u&'!0061; ''' UESCAPE '!';
SELECT 1 AS U&"d\0061; ""t\", 2 AS u&"x";
SELECT u & 1 FROM (VALUES (3)) AS v (u);

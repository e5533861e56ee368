\restrict
\restrict abc \i other.sql
SELECT 1
\restrict abc
;

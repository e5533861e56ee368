SELECT '1'::int, a[1:2], 'x'::"char", a[:2], x.a['1':'2'] FROM (SELECT '{1,2,3}'::int[] AS a) AS x;
SELECT '{"a":1}'::jsonb->'a', make_date(year:=2026,month := 1, day=>2), length(string:='it''s; one');

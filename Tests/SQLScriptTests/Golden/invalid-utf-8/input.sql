SELECT 'Ã©Ã©', 'été';
\i other.sql

--
-- PostgreSQL database dump
--

\restrict bMhe1Y0Jq3

-- Dumped from database version 15.20

SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', 'public', false);

\unrestrict bMhe1Y0Jq3


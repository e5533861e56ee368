DROP TABLE labels, projects;
DROP DOMAIN colour, project_key;

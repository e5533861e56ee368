DROP TABLE issue_labels, issues;
DROP TYPE issue_priority, issue_status;

-- The question that every report asked in its own words, and half of them forgot that blocked
-- issues are open too.

CREATE VIEW open_issues AS
SELECT
  organisations.slug                   AS organisation,
  projects.key || '-' || issues.number AS issue,
  issues.title,
  issues.status,
  issues.priority,
  assignees.name                       AS assignee,
  issues.due_on,
  issues.status = 'blocked'            AS is_blocked,
  coalesce(names.labels, '{}')         AS labels
FROM issues
JOIN projects      ON projects.id = issues.project_id
JOIN organisations ON organisations.id = projects.organisation_id
LEFT JOIN users AS assignees ON assignees.id = issues.assignee_id
LEFT JOIN LATERAL (
  SELECT array_agg(labels.name ORDER BY labels.name) AS labels
  FROM issue_labels
  JOIN labels ON labels.id = issue_labels.label_id
  WHERE issue_labels.issue_id = issues.id
) AS names ON true
WHERE issues.closed_at IS NULL;

COMMENT ON VIEW open_issues IS 'Everything not done and not dropped, blocked issues included';

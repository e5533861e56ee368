DROP TABLE memberships, users, organisations;
DROP FUNCTION touch_updated_at();
DROP TYPE membership_role;
DROP DOMAIN url_slug;

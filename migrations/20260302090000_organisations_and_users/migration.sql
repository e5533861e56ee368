-- Who works here, and for whom.

CREATE DOMAIN url_slug AS text CHECK (VALUE ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(VALUE) <= 40);

CREATE TYPE membership_role AS ENUM ('guest', 'member', 'manager', 'owner');

-- One function for every table that has the column. Whoever forgets to set it cannot lie.
CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
$$;

CREATE TABLE organisations (
  id               bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug             url_slug      NOT NULL UNIQUE,
  name             text          NOT NULL,
  country_code     iso_country   NOT NULL REFERENCES countries,
  subdivision_id   bigint        REFERENCES subdivisions,
  currency_code    iso_currency  NOT NULL REFERENCES currencies,
  credit           numeric(12,2) NOT NULL DEFAULT 0,
  attachment_quota bigint        NOT NULL DEFAULT 1073741824 CHECK (attachment_quota >= 0),
  email_domains    text[]        NOT NULL DEFAULT '{}',
  settings         jsonb         NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
  logo             bytea         CHECK (octet_length(logo) <= 65536),
  created_at       timestamptz   NOT NULL DEFAULT now(),
  updated_at       timestamptz   NOT NULL DEFAULT now()
);

CREATE INDEX organisations_email_domains_idx ON organisations USING gin (email_domains);

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON organisations
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON COLUMN organisations.credit           IS 'What we owe them, in their currency';
COMMENT ON COLUMN organisations.attachment_quota IS 'Bytes';
COMMENT ON COLUMN organisations.email_domains    IS 'Who has an address there may join unasked';

CREATE TABLE users (
  id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  public_id     uuid        NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  email         text        NOT NULL UNIQUE,
  name          text        NOT NULL,
  also_known_as text[]      NOT NULL DEFAULT '{}',
  password_hash text,
  time_zone     text        NOT NULL DEFAULT 'UTC',
  active        boolean     NOT NULL DEFAULT true,
  last_seen_at  timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),

  -- Lower case here lets a plain unique constraint be the key: it needs no extension, and no
  -- query has to remember lower().
  CONSTRAINT users_email_is_lower_case
    CHECK (email = lower(email) AND email LIKE '_%@_%')
);

-- For the search box, which completes names from their beginning. Not unique: people share names.
CREATE INDEX users_name_prefix_idx ON users (lower(name) text_pattern_ops) WHERE active;

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON COLUMN users.public_id     IS 'What URLs show, so that nobody can count our users';
COMMENT ON COLUMN users.password_hash IS 'Null: signs in through the organisation';
COMMENT ON COLUMN users.time_zone     IS 'A name of the IANA time zone database';

CREATE TABLE memberships (
  organisation_id bigint          NOT NULL REFERENCES organisations ON DELETE CASCADE,
  user_id         bigint          NOT NULL REFERENCES users ON DELETE CASCADE,
  role            membership_role NOT NULL DEFAULT 'member',
  invited_by      bigint          REFERENCES users ON DELETE SET NULL,
  valid           daterange       NOT NULL DEFAULT daterange(current_date, NULL)
                                  CHECK (NOT isempty(valid)),
  PRIMARY KEY (organisation_id, user_id)
);

CREATE INDEX memberships_user_id_idx ON memberships (user_id);

COMMENT ON COLUMN memberships.valid IS 'The days on which the person may come in';

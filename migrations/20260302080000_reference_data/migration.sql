-- What the standards bodies say: countries, their subdivisions, currencies, languages.
-- The codes are the keys. They are what people write, what other systems send, and what a
-- fixture can name without knowing a generated number.

CREATE DOMAIN iso_country  AS text CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE DOMAIN iso_currency AS text CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE DOMAIN iso_language AS text CHECK (VALUE ~ '^[a-z]{2}$');

-- Text, because 008 is Albania and 8 is nothing.
CREATE DOMAIN iso_numeric  AS text CHECK (VALUE ~ '^[0-9]{3}$');

CREATE TABLE countries (
  code          iso_country PRIMARY KEY,
  alpha3        text        NOT NULL UNIQUE CHECK (alpha3 ~ '^[A-Z]{3}$'),
  numeric_code  iso_numeric NOT NULL UNIQUE,
  name          text        NOT NULL,
  official_name text,

  -- Two regional indicator symbols, which lie 127397 places after the letters A to Z.
  flag          text        NOT NULL GENERATED ALWAYS AS (
    chr(127397 + ascii(left(code, 1))) || chr(127397 + ascii(right(code, 1)))
  ) STORED
);

COMMENT ON TABLE  countries               IS 'ISO 3166-1';
COMMENT ON COLUMN countries.official_name IS 'Where the standard gives one that is not the name';

CREATE TABLE subdivisions (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text        NOT NULL UNIQUE,
  country_code iso_country NOT NULL REFERENCES countries,
  name         text        NOT NULL,
  type         text        NOT NULL,
  parent_id    bigint      REFERENCES subdivisions,

  CONSTRAINT subdivisions_code_is_of_country
    CHECK (code ~ '^[A-Z]{2}-[A-Z0-9]{1,3}$' AND left(code, 2) = country_code),
  CONSTRAINT subdivisions_no_own_parent
    CHECK (parent_id <> id)
);

CREATE INDEX subdivisions_country_code_idx ON subdivisions (country_code);
CREATE INDEX subdivisions_parent_id_idx    ON subdivisions (parent_id);

COMMENT ON TABLE  subdivisions           IS 'ISO 3166-2, of the countries we have customers in';
COMMENT ON COLUMN subdivisions.type      IS 'The country''s own word: county, prefecture, state …';
COMMENT ON COLUMN subdivisions.parent_id IS 'England, for an English county; null at the top';

CREATE TABLE currencies (
  code         iso_currency PRIMARY KEY,
  numeric_code iso_numeric  NOT NULL UNIQUE,
  name         text         NOT NULL,
  minor_units  smallint     CHECK (minor_units BETWEEN 0 AND 4),
  accepted     boolean      NOT NULL DEFAULT false
);

COMMENT ON TABLE  currencies             IS 'ISO 4217, the active codes';
COMMENT ON COLUMN currencies.minor_units IS 'Decimal places; null for gold and test codes';
COMMENT ON COLUMN currencies.accepted    IS 'Whether an organisation may pay us in it';

CREATE TABLE languages (
  code       iso_language PRIMARY KEY,
  alpha3     text         NOT NULL UNIQUE CHECK (alpha3 ~ '^[a-z]{3}$'),
  name       text         NOT NULL,
  translated boolean      NOT NULL DEFAULT false
);

COMMENT ON TABLE  languages            IS 'ISO 639, the languages that have a two-letter code';
COMMENT ON COLUMN languages.translated IS 'Whether the interface speaks it; translators decide';

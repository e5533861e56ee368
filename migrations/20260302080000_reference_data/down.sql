DROP TABLE languages, currencies, subdivisions, countries;
DROP DOMAIN iso_numeric, iso_language, iso_currency, iso_country;

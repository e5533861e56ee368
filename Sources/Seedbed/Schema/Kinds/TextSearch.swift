extension PictureScope {
  var textSearchParsers: String {
    """
    SELECT name, functions,
      format('CREATE TEXT SEARCH PARSER %s (%s)', name, functions) AS "sql create",
      format('DROP TEXT SEARCH PARSER %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%I', n.nspname, p.prsname) AS name,
        concat_ws(', ', 'START = ' || p.prsstart, 'GETTOKEN = ' || p.prstoken, 'END = ' || p.prsend,
          'LEXTYPES = ' || p.prslextype, 'HEADLINE = ' || nullif(p.prsheadline::text, '-')
        ) AS functions
      FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
      WHERE \(inside("n")) AND \(own("pg_ts_parser", "p.oid"))) p
    """
  }

  var textSearchTemplates: String {
    """
    SELECT name, functions,
      format('CREATE TEXT SEARCH TEMPLATE %s (%s)', name, functions) AS "sql create",
      format('DROP TEXT SEARCH TEMPLATE %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%I', n.nspname, t.tmplname) AS name,
        concat_ws(', ', 'INIT = ' || nullif(t.tmplinit::text, '-'), 'LEXIZE = ' || t.tmpllexize)
          AS functions
      FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
      WHERE \(inside("n")) AND \(own("pg_ts_template", "t.oid"))) t
    """
  }

  var textSearchDictionaries: String {
    """
    SELECT name, template, options,
      format('CREATE TEXT SEARCH DICTIONARY %s (TEMPLATE = %s%s)', name, template, ', ' || options)
        AS "sql create",
      format('DROP TEXT SEARCH DICTIONARY %s', name) AS "sql drop",
      format('ALTER TEXT SEARCH DICTIONARY %s (%s)', name, options) AS "sql alter options"
    FROM (
      SELECT format('%I.%I', n.nspname, d.dictname) AS name,
        format('%I.%I', tn.nspname, t.tmplname) AS template, d.dictinitoption AS options
      FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
      JOIN pg_ts_template t ON t.oid = d.dicttemplate
      JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
      WHERE \(inside("n")) AND \(own("pg_ts_dict", "d.oid"))) d
    """
  }

  var textSearchConfigurations: String {
    """
    SELECT format('%I.%I', n.nspname, c.cfgname) AS name,
      (SELECT format('%I.%I', pn.nspname, p.prsname) FROM pg_ts_parser p
        JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = c.cfgparser) AS parser,
      (SELECT string_agg(format('%s %s', m.maptokentype, m.mapdict::regdictionary), ', '
          ORDER BY m.maptokentype, m.mapseqno)
        FROM pg_ts_config_map m WHERE m.mapcfg = c.oid) AS dictionaries
    FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
    WHERE \(inside("n")) AND \(own("pg_ts_config", "c.oid"))
    """
  }
}

internal import SQLGrammar
internal import SQLScript

/// Whether a default is the same for every row, by which ADD COLUMN needs not write any.
enum DefaultExpression {
  /// The first function that is volatile, or that nothing is known of; nil where the value is the
  /// same for all rows of a statement.
  static func volatileFunction(in expression: String, _ knowledge: SchemaKnowledge) -> String? {
    functions(in: expression).first { isVolatile($0, knowledge) }
  }

  /// By the parse tree; where the grammar does not know the expression, what stands before a
  /// parenthesis.
  static func functions(in expression: String) -> [String] {
    if let tree = ExpressionTree(expression) { return tree.functions }
    guard let script = try? Script(expression),
      let tokens = script.statements.first?.tokens
    else { return [] }
    return zip(tokens, tokens.dropFirst()).filter {
      $0.kind == .word && $1.kind == .openParenthesis
    }.map { String(decoding: script.bytes[$0.0.range], as: UTF8.self).lowercased() }
  }

  private static func isVolatile(_ function: String, _ knowledge: SchemaKnowledge) -> Bool {
    let name = function.split(separator: ".").last.map(String.init) ?? function
    // A function of the user's own hides one of PostgreSQL's only where it is named with a schema.
    if let isVolatile = knowledge.volatility[name] { return isVolatile }
    if stable.contains(name) { return false }
    // A function is volatile unless it says otherwise.
    return true
  }

  /// Functions of PostgreSQL's own that are stable or immutable and occur in defaults.
  private static let stable: Set = Set(
    """
    now transaction_timestamp statement_timestamp date_trunc date_part extract make_date make_time \
    make_timestamp make_timestamptz make_interval to_timestamp to_date to_char to_number age timezone \
    justify_days justify_hours justify_interval isfinite current_setting current_database \
    current_schema current_schemas session_user inet_client_addr version pg_backend_pid \
    pg_current_xact_id_if_assigned \
    abs ceil ceiling floor round trunc sign sqrt power exp ln log mod div greatest least width_bucket \
    gcd lcm factorial pi degrees radians \
    lower upper initcap concat concat_ws format length char_length character_length octet_length \
    bit_length substr substring left right lpad rpad ltrim rtrim btrim trim replace translate reverse \
    repeat split_part strpos position overlay ascii chr md5 sha224 sha256 sha384 sha512 encode decode \
    convert_from convert_to quote_ident quote_literal quote_nullable regexp_replace regexp_match \
    regexp_substr starts_with string_to_array to_hex unistr normalize to_ascii \
    array_fill array_append array_prepend array_cat array_length array_position array_remove \
    array_replace array_to_string cardinality unnest \
    to_json to_jsonb json_build_object json_build_array jsonb_build_object jsonb_build_array \
    json_object jsonb_object jsonb_set jsonb_insert jsonb_strip_nulls row_to_json array_to_json \
    jsonb_path_query_first json_scalar \
    int4range int8range numrange tsrange tstzrange daterange isempty lower_inc upper_inc \
    to_tsvector to_tsquery plainto_tsquery setweight coalesce nullif num_nulls num_nonnulls \
    text varchar bpchar int4 int8 int2 float4 float8 numeric bool date timestamp timestamptz interval \
    inet cidr host masklen network set_masklen abbrev point box circle polygon lseg path line \
    pg_typeof pg_size_pretty col_description obj_description bit_count get_bit get_byte \
    uuid_nil uuid_ns_dns uuid_ns_url uuid_generate_v3 uuid_generate_v5 hashtext
    """.split(separator: " ").map(String.init))
}

/// Countries by their code of ISO 3166, with their names in every locale.
enum Countries {
  static let codes = WordList(table.map(\.code).joined(separator: "\n"))
  static let english = WordList(table.map(\.english).joined(separator: "\n"))
  static let german = WordList(table.map(\.german).joined(separator: "\n"))

  private static let table: [(code: String, english: String, german: String)] = rows.split(
    separator: "\n"
  ).map { row in
    let fields = row.split(separator: ",").map(String.init)
    return (fields[0], fields[1], fields[2])
  }

  private static let rows = """
    AE,United Arab Emirates,Vereinigte Arabische Emirate
    AL,Albania,Albanien
    AM,Armenia,Armenien
    AO,Angola,Angola
    AR,Argentina,Argentinien
    AT,Austria,Österreich
    AU,Australia,Australien
    AZ,Azerbaijan,Aserbaidschan
    BA,Bosnia and Herzegovina,Bosnien und Herzegowina
    BB,Barbados,Barbados
    BD,Bangladesh,Bangladesch
    BE,Belgium,Belgien
    BF,Burkina Faso,Burkina Faso
    BG,Bulgaria,Bulgarien
    BH,Bahrain,Bahrain
    BJ,Benin,Benin
    BO,Bolivia,Bolivien
    BR,Brazil,Brasilien
    BT,Bhutan,Bhutan
    BW,Botswana,Botsuana
    BZ,Belize,Belize
    CA,Canada,Kanada
    CH,Switzerland,Schweiz
    CL,Chile,Chile
    CM,Cameroon,Kamerun
    CN,China,China
    CO,Colombia,Kolumbien
    CR,Costa Rica,Costa Rica
    CU,Cuba,Kuba
    CY,Cyprus,Zypern
    CZ,Czechia,Tschechien
    DE,Germany,Deutschland
    DK,Denmark,Dänemark
    DO,Dominican Republic,Dominikanische Republik
    DZ,Algeria,Algerien
    EC,Ecuador,Ecuador
    EE,Estonia,Estland
    EG,Egypt,Ägypten
    ES,Spain,Spanien
    ET,Ethiopia,Äthiopien
    FI,Finland,Finnland
    FJ,Fiji,Fidschi
    FR,France,Frankreich
    GA,Gabon,Gabun
    GB,United Kingdom,Vereinigtes Königreich
    GE,Georgia,Georgien
    GH,Ghana,Ghana
    GR,Greece,Griechenland
    GT,Guatemala,Guatemala
    GY,Guyana,Guyana
    HN,Honduras,Honduras
    HR,Croatia,Kroatien
    HT,Haiti,Haiti
    HU,Hungary,Ungarn
    ID,Indonesia,Indonesien
    IE,Ireland,Irland
    IL,Israel,Israel
    IN,India,Indien
    IQ,Iraq,Irak
    IR,Iran,Iran
    IS,Iceland,Island
    IT,Italy,Italien
    JM,Jamaica,Jamaika
    JO,Jordan,Jordanien
    JP,Japan,Japan
    KE,Kenya,Kenia
    KG,Kyrgyzstan,Kirgisistan
    KH,Cambodia,Kambodscha
    KR,South Korea,Südkorea
    KW,Kuwait,Kuwait
    KZ,Kazakhstan,Kasachstan
    LA,Laos,Laos
    LB,Lebanon,Libanon
    LI,Liechtenstein,Liechtenstein
    LK,Sri Lanka,Sri Lanka
    LR,Liberia,Liberia
    LT,Lithuania,Litauen
    LU,Luxembourg,Luxemburg
    LV,Latvia,Lettland
    LY,Libya,Libyen
    MA,Morocco,Marokko
    MC,Monaco,Monaco
    MD,Moldova,Moldau
    ME,Montenegro,Montenegro
    MG,Madagascar,Madagaskar
    MK,North Macedonia,Nordmazedonien
    ML,Mali,Mali
    MN,Mongolia,Mongolei
    MT,Malta,Malta
    MU,Mauritius,Mauritius
    MW,Malawi,Malawi
    MX,Mexico,Mexiko
    MY,Malaysia,Malaysia
    MZ,Mozambique,Mosambik
    NA,Namibia,Namibia
    NG,Nigeria,Nigeria
    NI,Nicaragua,Nicaragua
    NL,Netherlands,Niederlande
    NO,Norway,Norwegen
    NP,Nepal,Nepal
    NZ,New Zealand,Neuseeland
    OM,Oman,Oman
    PA,Panama,Panama
    PE,Peru,Peru
    PG,Papua New Guinea,Papua-Neuguinea
    PH,Philippines,Philippinen
    PK,Pakistan,Pakistan
    PL,Poland,Polen
    PT,Portugal,Portugal
    PY,Paraguay,Paraguay
    QA,Qatar,Katar
    RO,Romania,Rumänien
    RS,Serbia,Serbien
    RW,Rwanda,Ruanda
    SA,Saudi Arabia,Saudi-Arabien
    SE,Sweden,Schweden
    SG,Singapore,Singapur
    SI,Slovenia,Slowenien
    SK,Slovakia,Slowakei
    SN,Senegal,Senegal
    SR,Suriname,Suriname
    SV,El Salvador,El Salvador
    TG,Togo,Togo
    TH,Thailand,Thailand
    TJ,Tajikistan,Tadschikistan
    TN,Tunisia,Tunesien
    TO,Tonga,Tonga
    TR,Turkey,Türkei
    TT,Trinidad and Tobago,Trinidad und Tobago
    TZ,Tanzania,Tansania
    UA,Ukraine,Ukraine
    UG,Uganda,Uganda
    US,United States,Vereinigte Staaten
    UY,Uruguay,Uruguay
    UZ,Uzbekistan,Usbekistan
    VN,Vietnam,Vietnam
    WS,Samoa,Samoa
    ZA,South Africa,Südafrika
    ZM,Zambia,Sambia
    ZW,Zimbabwe,Simbabwe
    """
}

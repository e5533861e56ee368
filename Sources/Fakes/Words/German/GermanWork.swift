/// What people do, and how companies call and praise themselves.
enum GermanWork {
  static let jobRanks = WordList(
    """
    Angehende, Erste, Freie, Fachliche, Leitende, Regionale, Stellvertretende, Technische, Zweite
    """)

  static let jobFields = WordList(
    """
    Abteilungs, Anlagen, Archiv, Außendienst, Bau, Beschaffungs, Betriebs, Daten, Energie, Fach
    Fertigungs, Finanz, Forschungs, Forst, Gebäude, Gesundheits, Kommunikations, Kultur, Kunden
    Labor, Lager, Logistik, Markt, Medien, Montage, Netz, Personal, Pflege, Planungs, Produkt
    Projekt, Qualitäts, Rechts, Reise, Sicherheits, Software, System, Technik, Umwelt, Verkaufs
    Verkehrs, Verwaltungs, Werkstatt, Wirtschafts
    """)

  static let jobRoles = WordList(
    """
    aufsicht, assistenz, beratung, betreuung, controlling, entwicklung, fachkraft, gestaltung
    hilfe, koordination, kraft, leitung, lehrkraft, planung, prüfung, redaktion, referentenstelle
    schulung, steuerung, vertretung
    """)

  static let companyForms = WordList("AG, eG, GbR, GmbH, KG, & Partner, UG, Werke")

  static let pitchQualities = WordList(
    """
    Aufmerksam, Ausgewogen, Bedacht, Behutsam, Beständig, Bezahlbar, Durchdacht, Ehrlich, Einfach
    Erneuerbar, Fair, Flexibel, Freundlich, Geduldig, Gemeinsam, Genau, Gründlich, Handgemacht
    Klar, Klug, Langlebig, Leicht, Leise, Lokal, Mobil, Modern, Modular, Nachhaltig, Nahbar, Offen
    Papierlos, Persönlich, Planbar, Praktisch, Robust, Schnell, Sicher, Solide, Sorgfältig
    Sparsam, Stabil, Transparent, Unabhängig, Verlässlich, Vernetzt, Wetterfest, Zuverlässig
    """)

  static let pitchThings = WordList(
    """
    abrechnen für kleine Betriebe, arbeiten im eigenen Takt, backen für das ganze Viertel
    bauen ohne Abfall, beraten in klaren Worten, bezahlen über Grenzen, daheim alt werden
    drucken in kleiner Auflage, einkaufen ohne Verpackung, erinnern an das Wichtige
    fahren auf zwei Rädern, feiern mit den Nachbarn, forschen für saubere Flüsse
    gärtnern auf dem Balkon, gründen ohne Umwege, heizen ohne Rauch, helfen zu jeder Stunde
    kochen für volle Tage, kühlen in heißen Städten, lagern auf engem Raum
    lernen ohne Klassenzimmer, lesen für Neugierige, liefern vor dem Frühstück
    messen bei jedem Wetter, mieten statt kaufen, musizieren in stillen Räumen, pflegen mit Zeit
    planen für große Familien, reisen ohne Auto, reparieren statt wegwerfen, schreiben ohne Fehler
    speichern für lange Winter, spielen ohne Bildschirm, teilen unter Freunden
    übersetzen vor Gericht, vorsorgen für Freie, wandern mit guten Karten, werben ohne Lärm
    wohnen in alten Mauern, zahlen ohne Bargeld
    """)
}

/// What shops sell. Materials and products make one word together.
enum GermanGoods {
  static let qualities = WordList(
    """
    bequem, breit, dezent, elegant, extra groß, faltbar, fein, gefüttert, gestreift, glatt
    gepolstert, handgemacht, klassisch, klein, kompakt, leicht, matt, mehrfarbig, modern, poliert
    praktisch, robust, rund, rustikal, schlicht, schmal, stapelbar, tragbar, verstellbar, warm
    wasserfest, weich
    """)

  static let materials = WordList(
    """
    Ahorn, Bambus, Baumwoll, Beton, Birken, Bronze, Buchen, Eichen, Emaille, Filz, Flanell, Glas
    Granit, Gummi, Hanf, Holz, Jute, Kaschmir, Keramik, Kiefern, Kork, Kupfer, Leder, Leinen
    Marmor, Messing, Nussbaum, Papier, Porzellan, Rattan, Samt, Schiefer, Seiden, Stahl, Ton
    Weiden, Woll
    """)

  static let products = WordList(
    """
    armband, bank, becher, bett, beutel, bürste, decke, dose, fußmatte, gürtel, handschuh, hocker
    hut, jacke, kamm, kanne, karaffe, kissen, kiste, korb, krug, lampe, laterne, leuchter, mantel
    mappe, mütze, pfanne, rahmen, regal, rucksack, sandale, schal, schale, schrank, schuh, schürze
    schüssel, sessel, spiegel, ständer, stuhl, tablett, tasche, tasse, teller, teppich, tisch
    topf, truhe, tuch, uhr, untersetzer, vase, vorhang
    """)

  static let departments = WordList(
    """
    Bad, Backwaren, Basteln, Bekleidung, Beleuchtung, Bücher, Bürobedarf, Camping, Computer
    Drogerie, Elektronik, Fahrräder, Feinkost, Fotografie, Garten, Gesundheit, Getränke, Haushalt
    Heimtextilien, Heimwerken, Hobby, Kinder, Küche, Lebensmittel, Molkerei, Musik, Möbel
    Obst und Gemüse, Papierwaren, Reisen, Schmuck, Schuhe, Spiele, Spielwaren, Sport, Tierbedarf
    Uhren, Werkzeug
    """)

  static let colors = WordList(
    """
    altrosa, anthrazit, apfelgrün, aprikose, azurblau, beige, bernstein, blau, braun, bronze
    cremeweiß, dunkelblau, dunkelgrün, elfenbein, flieder, gelb, gold, grau, grün, hellblau
    hellgrün, himbeer, indigo, karminrot, khaki, koralle, kupfer, lachs, lavendel, lila, limette
    magenta, mauve, mint, mokka, nachtblau, ocker, oliv, orange, petrol, pflaume, pink, purpur
    rosa, rostrot, rot, rubinrot, sand, schwarz, silber, smaragd, tannengrün, taupe, terrakotta
    türkis, ultramarin, veilchen, violett, weinrot, weiß, zimt, zinnober, zitrone
    """)
}

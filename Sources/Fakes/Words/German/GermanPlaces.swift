/// Streets and cities where German is spoken.
enum GermanPlaces {
  static let streets = WordList(
    """
    Ahornweg, Akazienstraße, Alte Gasse, Am Anger, Am Bach, Am Hang, Am Markt, Am Mühlgraben
    Am Stadtpark, Amselweg, An der Aue, Apfelgasse, Auf der Höhe, Bachstraße, Badergasse
    Bahnhofstraße, Bergstraße, Birkenallee, Birnbaumweg, Blumenstraße, Brombeerweg, Brückenstraße
    Brunnengasse, Buchenweg, Burgstraße, Dachsweg, Dorfstraße, Drosselweg, Eibenweg, Eichenallee
    Elsterweg, Erlenweg, Eschenstraße, Eulengasse, Falkenweg, Färbergasse, Feldstraße, Fichtenweg
    Finkenweg, Fischergasse, Fliederweg, Flurstraße, Forststraße, Fuchsweg, Gartenstraße
    Gerbergasse, Ginsterweg, Glockengasse, Grabenstraße, Grüner Weg, Hafenstraße, Hainbuchenweg
    Hangweg, Haselweg, Hauptstraße, Heideweg, Hirschgasse, Hofgasse, Hohlweg, Holunderweg, Holzweg
    Hopfengarten, Igelweg, Im Grund, Im Winkel, Immenweg, Jahnstraße, Kapellenweg, Kastanienallee
    Kiefernweg, Kirchgasse, Kirschenweg, Kleestraße, Klosterhof, Kornblumenweg, Kranichweg
    Kreuzstraße, Krokusweg, Kuckucksweg, Lärchenweg, Lavendelweg, Lerchenweg, Lindenstraße
    Löwenzahnweg, Malvenweg, Marktplatz, Meisenweg, Mittelstraße, Mohnweg, Mühlenstraße, Münzgasse
    Nachtigallenweg, Nelkenweg, Neue Straße, Nordring, Nussbaumallee, Obere Gasse, Ostwall
    Otterweg, Pappelallee, Parkstraße, Pflaumenweg, Quellenweg, Rabengasse, Rathausplatz, Rebenweg
    Reiherweg, Ringstraße, Rosengasse, Rotdornweg, Salzgasse, Sandweg, Schilfweg, Schlehenweg
    Schlossallee, Schmiedegasse, Schulstraße, Schwalbenweg, Seestraße, Silberpappelweg, Sonnenhang
    Spechtweg, Spielmannsgasse, Steinweg, Storchengasse, Südring, Talstraße, Tannenweg
    Teichstraße, Töpfergasse, Turmstraße, Uferweg, Ulmenallee, Untere Gasse, Veilchenweg
    Vogelsang, Wacholderweg, Waldstraße, Weberstraße, Weidenweg, Weinbergstraße, Weißdornweg
    Wiesenweg, Ziegelgasse
    """)

  static let cities = WordList(
    """
    Aachen, Aarau, Augsburg, Bamberg, Basel, Bautzen, Bayreuth, Berlin, Bern, Bielefeld, Bochum
    Bonn, Braunschweig, Bregenz, Bremen, Bremerhaven, Celle, Chemnitz, Chur, Coburg, Cottbus
    Cuxhaven, Darmstadt, Dessau, Dornbirn, Dortmund, Dresden, Duisburg, Düsseldorf, Eisenach
    Eisenstadt, Emden, Erfurt, Erlangen, Essen, Flensburg, Frankfurt, Freiburg, Fulda, Fürth, Gera
    Gießen, Görlitz, Goslar, Göttingen, Graz, Greifswald, Gütersloh, Halle, Hamburg, Hameln, Hanau
    Hannover, Heidelberg, Heilbronn, Hildesheim, Ingolstadt, Innsbruck, Jena, Kaiserslautern
    Karlsruhe, Kassel, Kempten, Kiel, Klagenfurt, Koblenz, Köln, Konstanz, Krefeld, Landshut
    Leipzig, Leoben, Leverkusen, Linz, Lübeck, Lüneburg, Luzern, Magdeburg, Mainz, Mannheim
    Marburg, Meißen, Minden, Moers, München, Münster, Neuss, Nürnberg, Oldenburg, Osnabrück
    Paderborn, Passau, Pforzheim, Plauen, Potsdam, Ravensburg, Regensburg, Reutlingen, Rosenheim
    Rostock, Saarbrücken, Salzburg, Schwerin, Siegen, Solingen, Solothurn, Speyer, Stendal, Steyr
    Stralsund, Stuttgart, Suhl, Thun, Trier, Tübingen, Ulm, Villach, Weimar, Wels, Wetzlar, Wien
    Wiesbaden, Wilhelmshaven, Winterthur, Wismar, Wolfsburg, Worms, Wuppertal, Würzburg, Zug
    Zürich, Zwickau
    """)
}

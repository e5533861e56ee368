/// Given names and family names of people who live where German is spoken, whatever their origin.
enum GermanPeople {
  static let firstNames = WordList(
    """
    Adele, Aleksandra, Alexander, Ali, Alma, Amalia, Amina, Andrea, Anja, Anna, Anton, Antonia
    Anke, Arne, Astrid, Aylin, Ayşe, Barbara, Bastian, Beate, Ben, Benedikt, Birgit, Björn, Boris
    Britta, Burak, Can, Carla, Carsten, Cem, Charlotte, Christa, Clara, Claudia, Clemens, Cornelia
    Dagmar, Dana, Daria, David, Deniz, Dieter, Dirk, Doris, Dragan, Edda, Elena, Elias, Elif
    Elisabeth, Ella, Elke, Emil, Emilia, Emine, Emma, Enno, Erik, Erika, Esra, Eva, Fabian, Fatma
    Felix, Finja, Finn, Florian, Frank, Franz, Franziska, Frauke, Frieda, Friedrich, Fritz
    Gabriele, Georg, Gerda, Gisela, Goran, Greta, Gudrun, Günter, Gustav, Hanna, Hannes, Hans
    Harald, Hasan, Hedwig, Heike, Heiner, Helene, Helga, Henrik, Henriette, Hilde, Holger, Horst
    Hülya, Ida, Ilse, Ines, Inga, Ingo, Irina, Iris, Isabel, Ivana, Jakob, Jan, Jana, Jannik
    Jasmin, Jens, Joachim, Johanna, Johannes, Jonas, Jörg, Josef, Josefine, Jule, Julia, Julian
    Jürgen, Kai, Karim, Karin, Karl, Karla, Karolina, Katja, Katharina, Kemal, Kerstin, Kirsten
    Klara, Klaus, Konrad, Korbinian, Lara, Lars, Lea, Leila, Lena, Leni, Leon, Leonie, Levin, Liam
    Lina, Linus, Lisa, Lotte, Louis, Luca, Ludwig, Luis, Luise, Lukas, Maja, Magdalena, Malte
    Manfred, Marek, Margarete, Maria, Marie, Marius, Marlene, Martin, Mathilda, Matteo, Matthias
    Max, Mehmet, Melina, Meryem, Mia, Michael, Mila, Milan, Mira, Mohammed, Monika, Moritz, Murat
    Nadine, Natalia, Nele, Nico, Niklas, Nils, Nina, Noah, Nora, Nuri, Ole, Oleg, Olga, Oskar
    Ottilie, Otto, Patrick, Paul, Paula, Peter, Petra, Philipp, Pia, Quirin, Ralf, Ravi, Regina
    Reinhard, Renate, Rieke, Rita, Robert, Roland, Romy, Rosa, Ruth, Sabine, Samira, Samuel
    Sandra, Sarah, Sebastian, Selin, Selma, Sibylle, Silke, Simon, Sofia, Sonja, Stefan, Stefanie
    Susanne, Sven, Svenja, Tamara, Tariq, Tatjana, Theo, Theresa, Thomas, Thorsten, Till, Tim
    Timo, Tobias, Tom, Tuğba, Udo, Ulrich, Ulrike, Ursula, Uta, Uwe, Valentin, Vanessa, Vera
    Veronika, Viktor, Vincent, Volker, Walter, Werner, Wiebke, Wilhelm, Wolfgang, Yannick, Yara
    Yasemin, Yusuf, Zeynep, Zoe
    """)

  static let lastNames = WordList(
    """
    Achterberg, Ackermann, Ahrens, Albrecht, Altmann, Amsel, Arndt, Arslan, Auer, Aydın, Bach
    Bachmann, Bauer, Baumann, Becker, Behrens, Berger, Bergmann, Binder, Böhm, Brandt, Braun
    Brunner, Buchholz, Busch, Çelik, Christiansen, Claasen, Conrad, Dahl, Demir, Dietrich, Döring
    Dorn, Dreyer, Ebert, Eckert, Eder, Ehlers, Engel, Erdmann, Esser, Falk, Feldmann, Fiedler
    Fischer, Fleischer, Förster, Franke, Frey, Friedrich, Fromm, Fuchs, Gabriel, Gärtner, Geiger
    Gerber, Gerlach, Giese, Graf, Greiner, Gruber, Günther, Haas, Hagen, Hahn, Hansen, Hartmann
    Hauser, Heinrich, Heller, Henning, Herrmann, Hesse, Hildebrandt, Hoang, Hofer, Hoffmann, Holm
    Horn, Horvat, Huber, Hübner, Ivanov, Jacobsen, Jäger, Jahn, Jansen, Janssen, Jovanović, Jung
    Kaiser, Kara, Karl, Kaufmann, Kaya, Keller, Kern, Kessler, Kirchner, Klein, Klose, Knapp, Koch
    Köhler, König, Kowalski, Krämer, Kraus, Krüger, Kuhn, Kunze, Lang, Lange, Lehmann, Lenz
    Lindemann, Linke, Lorenz, Ludwig, Lutz, Maier, Mancini, Marx, Maurer, Mayer, Meier, Meissner
    Mertens, Metzger, Meyer, Möller, Moser, Müller, Neumann, Nguyen, Nikolić, Noack, Nowak
    Oppermann, Ott, Özdemir, Pape, Paulsen, Peters, Petersen, Pfeiffer, Pham, Pichler, Pohl
    Popović, Preuß, Prinz, Raab, Rademacher, Reich, Reimann, Reinhardt, Reiter, Renner, Richter
    Riedel, Ritter, Rohde, Römer, Rossi, Roth, Rudolph, Şahin, Sander, Sauer, Schäfer, Scherer
    Schilling, Schlüter, Schmid, Schmidt, Schneider, Scholz, Schreiber, Schröder, Schubert, Schulz
    Schumacher, Schuster, Schwarz, Seidel, Seifert, Shevchenko, Simon, Singh, Sommer, Stark, Stein
    Steiner, Stock, Straub, Strauß, Suhr, Sulzer, Tauber, Thiel, Thomsen, Timm, Tran, Ullrich
    Unger, Urban, Vogel, Vogt, Voigt, Volk, Wagner, Walter, Weber, Wegner, Weidner, Weiß, Wendt
    Werner, Wiese, Wild, Wimmer, Winkler, Winter, Wirth, Witte, Wolf, Wolff, Wulf, Wunderlich
    Yıldız, Yılmaz, Zander, Zeller, Ziegler, Zimmermann, Zoller
    """)
}

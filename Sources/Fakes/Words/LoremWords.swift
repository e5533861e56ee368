/// Words that look like Latin and mean nothing together.
enum LoremWords {
  static let all = WordList(
    """
    acer, aequor, aestas, ager, alba, altus, amicus, amnis, animus, annus, aqua, arbor, ardea
    argentum, arx, astrum, atque, aura, aurora, avis, barba, bene, brevis, caelum, calamus, campus
    candor, canis, cantus, caput, carmen, casa, causa, cedrus, celer, cera, cervus, cibus, clarus
    clavis, collis, color, copia, cor, corona, cras, crux, cura, cursus, dies, dolor, domus, donum
    dulcis, duo, ensis, equus, ergo, esse, exemplum, faber, fabula, facies, felix, ferrum, fides
    filum, finis, flamma, flos, flumen, folium, fons, forma, fortis, frater, fructus, fulgor
    fumus, gaudium, gelu, gemma, gens, genus, gladius, gratia, gravis, grus, habitus, hasta, herba
    hiems, hodie, honor, hora, hortus, humus, ignis, imago, imber, insula, iter, iucundus, iustus
    labor, lacus, laetus, lapis, latus, laurus, legere, lenis, leo, lepus, levis, liber, lignum
    limen, lingua, littera, locus, longus, lorem, lucerna, ludus, lumen, luna, lupus, lux, magnus
    manus, mare, mater, memor, mensa, mensis, merces, merula, minimus, mirus, mitis, mons, mora
    motus, mundus, murus, musca, nasus, natura, navis, nebula, nemus, nidus, nitor, nix, nomen
    novus, nox, nubes, numerus, nunc, nux, oculus, olea, omnis, opus, ora, orbis, ordo, oriens
    otium, ovis, panis, parvus, pastor, pater, pax, pecus, penna, pes, petra, pinus, piscis
    placet, plenus, pluvia, poma, pons, populus, porta, portus, prata, primus, pulcher, purus
    quando, quercus, quies, quondam, radix, ramus, ratio, regio, remus, res, rete, ripa, risus
    rivus, robur, rosa, rota, ruber, sal, salix, salus, sapor, saxum, schola, scutum, semen
    semper, senex, serta, silva, simplex, sol, solum, somnus, sonus, specus, spes, spica, stella
    studium, sub, sudor, summus, tabula, taurus, tectum, tellus, tempus, tenuis, terra, theatrum
    tilia, totus, tres, tunica, turris, ulmus, umbra, unda, unus, urbs, ursus, usque, uva, valles
    velum, ventus, verbum, veritas, vesper, vestis, via, victus, villa, vinum, viola, virga
    viridis, vita, vitrum, vivus, vox, vultus, zephyrus
    """)
}

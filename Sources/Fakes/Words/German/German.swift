extension LocaleWords {
  static let german = LocaleWords(
    firstNames: GermanPeople.firstNames, lastNames: GermanPeople.lastNames,
    jobRanks: GermanWork.jobRanks, jobFields: GermanWork.jobFields,
    jobRoles: GermanWork.jobRoles, makesCompounds: true, streets: GermanPlaces.streets,
    houseNumberFirst: false, cities: GermanPlaces.cities, countries: Countries.german,
    companyForms: GermanWork.companyForms, pitchQualities: GermanWork.pitchQualities,
    pitchThings: GermanWork.pitchThings, productQualities: GermanGoods.qualities,
    productMaterials: GermanGoods.materials, products: GermanGoods.products,
    departments: GermanGoods.departments, colors: GermanGoods.colors,
    phones: PhoneNumbers(
      // Kept free by the Bundesnetzagentur for films.
      beginnings: WordList("30 23125, 40 66969, 69 90009, 89 99998, 221 4710"),
      prefix: "+49 ", middle: " ", digits: 3))
}

extension LocaleWords {
  static let english = LocaleWords(
    firstNames: EnglishPeople.firstNames, lastNames: EnglishPeople.lastNames,
    jobRanks: EnglishWork.jobRanks, jobFields: EnglishWork.jobFields,
    jobRoles: EnglishWork.jobRoles, makesCompounds: false, streets: EnglishPlaces.streets,
    houseNumberFirst: true, cities: EnglishPlaces.cities, countries: Countries.english,
    companyForms: EnglishWork.companyForms, pitchQualities: EnglishWork.pitchQualities,
    pitchThings: EnglishWork.pitchThings, productQualities: EnglishGoods.qualities,
    productMaterials: EnglishGoods.materials, products: EnglishGoods.products,
    departments: EnglishGoods.departments, colors: EnglishGoods.colors,
    phones: PhoneNumbers(
      // The numbers 555-0100 to 555-0199 of every area of North America.
      beginnings: WordList(
        """
        202, 206, 207, 208, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231
        234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302
        303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323
        325, 330, 334, 336, 337, 339, 347, 351, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407
        408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 425, 432, 434, 435, 440, 443, 469, 478
        479, 480, 484, 501, 502
        """),
      prefix: "+1 ", middle: " 555 01", digits: 2))
}

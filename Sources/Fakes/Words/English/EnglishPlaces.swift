/// Streets and cities where English is spoken.
enum EnglishPlaces {
  static let streets = WordList(
    """
    Abbey Road, Acorn Street, Alder Lane, Almond Avenue, Amber Court, Anchor Street, Apple Row
    Arbor Drive, Ash Grove, Aspen Way, Baker Hill, Bank Street, Barley Lane, Bay Street
    Beacon Hill, Beech Avenue, Bell Street, Birch Road, Blossom Court, Bluebell Lane
    Bramble Close, Bridge Street, Brook Lane, Butcher Row, Canal Street, Candle Lane
    Castle Street, Cedar Avenue, Chapel Street, Cherry Tree Road, Chestnut Drive, Church Lane
    Clay Street, Cliff Road, Clover Court, Coach Road, College Street, Common Lane
    Copper Beech Way, Corn Market, Cottage Lane, Court Street, Crane Road, Crescent Avenue
    Cross Street, Dale Road, Dock Street, Dove Lane, Drovers Way, Duke Street, East Street
    Elder Close, Elm Street, Fairfield Road, Farm Lane, Fern Street, Ferry Road, Field Lane
    First Avenue, Forge Lane, Fountain Street, Foxglove Way, Garden Street, Gate Street, Glen Road
    Grange Avenue, Granite Street, Green Lane, Grove Road, Harbor Street, Harvest Road
    Hawthorn Close, Hazel Avenue, Heath Road, Heron Way, High Street, Hill Street, Holly Drive
    Hope Street, Island Road, Ivy Lane, Jasmine Court, Juniper Way, Kestrel Drive, Kiln Lane
    King Street, Lake Road, Larch Close, Laurel Avenue, Lavender Lane, Library Street, Lime Grove
    Linden Street, Lock Lane, Magnolia Drive, Main Street, Mansion Road, Maple Avenue
    Market Street, Marsh Lane, Meadow Road, Mill Lane, Moor Street, Mulberry Court, Museum Street
    North Street, Oak Street, Old Road, Olive Street, Orchard Lane, Otter Close, Palm Avenue
    Park Road, Pebble Lane, Pine Street, Plum Tree Lane, Poplar Drive, Prospect Road, Quarry Lane
    Quay Street, Queen Street, Railway Street, Raven Road, Reservoir Road, Ridge Road
    River Street, Robin Close, Rose Lane, Rowan Avenue, Saffron Street, School Lane, Shepherd Way
    Silver Street, South Street, Spring Road, Spruce Drive, Station Road, Stone Street
    Summer Lane, Swan Street, Sycamore Avenue, Tanner Row, Temple Street, Thistle Close
    Tide Street, Tower Road, Town Hall Square, Union Street, Valley Road, Vine Street, Violet Lane
    Walnut Avenue, Water Lane, Weaver Street, Well Street, West Street, Wharf Road, Wheat Street
    Willow Way, Windmill Lane, Wood Street, Yew Tree Close
    """)

  static let cities = WordList(
    """
    Aberdeen, Adelaide, Albany, Albuquerque, Anchorage, Asheville, Atlanta, Auckland, Austin, Bath
    Baltimore, Belfast, Bendigo, Birmingham, Boise, Boston, Boulder, Brighton, Brisbane, Bristol
    Buffalo, Cairns, Calgary, Cambridge, Canberra, Cardiff, Charleston, Chester, Chicago
    Christchurch, Cincinnati, Cleveland, Columbus, Cork, Coventry, Dallas, Darwin, Denver, Derby
    Des Moines, Detroit, Dublin, Dundee, Dunedin, Durham, Edinburgh, Edmonton, El Paso, Exeter
    Fargo, Fresno, Galway, Geelong, Georgetown, Glasgow, Gloucester, Halifax, Hamilton, Hartford
    Hobart, Honolulu, Houston, Hull, Inverness, Ipswich, Jacksonville, Kansas City, Kingston
    Knoxville, Lancaster, Launceston, Leeds, Leicester, Limerick, Lincoln, Liverpool, London
    Los Angeles, Louisville, Madison, Manchester, Melbourne, Memphis, Miami, Milwaukee
    Minneapolis, Montreal, Napier, Nashville, New Orleans, New York, Newcastle, Norwich
    Nottingham, Oakland, Omaha, Orlando, Ottawa, Oxford, Perth, Philadelphia, Phoenix, Pittsburgh
    Plymouth, Portland, Portsmouth, Providence, Quebec, Raleigh, Reading, Regina, Richmond
    Rochester, Sacramento, Salem, Salisbury, San Antonio, San Diego, San Francisco, Santa Fe
    Savannah, Seattle, Sheffield, Southampton, Spokane, Springfield, Stirling, Swansea, Sydney
    Tacoma, Tampa, Tauranga, Toronto, Tucson, Tulsa, Vancouver, Victoria, Waterford, Wellington
    Winchester, Winnipeg, Worcester, York
    """)
}

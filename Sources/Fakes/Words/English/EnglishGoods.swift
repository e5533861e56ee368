/// What shops sell.
enum EnglishGoods {
  static let qualities = WordList(
    """
    Adjustable, Classic, Compact, Cosy, Cushioned, Durable, Elegant, Everyday, Fine, Foldable
    Gentle, Handmade, Heavy, Insulated, Large, Light, Lined, Matte, Modern, Narrow, Padded, Plain
    Pocket, Polished, Portable, Quiet, Quilted, Recycled, Reversible, Rounded, Rustic, Simple
    Slim, Small, Smooth, Soft, Stackable, Striped, Sturdy, Tall, Travel, Vintage, Waterproof, Wide
    Woven
    """)

  static let materials = WordList(
    """
    Aluminium, Bamboo, Brass, Bronze, Canvas, Cashmere, Cedar, Ceramic, Clay, Concrete, Copper
    Cork, Cotton, Denim, Enamel, Felt, Glass, Granite, Hemp, Jute, Leather, Linen, Marble, Oak
    Paper, Pine, Porcelain, Rattan, Rubber, Silk, Slate, Steel, Stone, Velvet, Walnut, Wicker
    Wool
    """)

  static let products = WordList(
    """
    Apron, Armchair, Backpack, Basket, Bath Mat, Bench, Blanket, Bookend, Bookshelf, Bottle, Bowl
    Bracelet, Breadboard, Brush, Bucket, Candle Holder, Cap, Chair, Clock, Coaster, Coat, Comb
    Cup, Curtain, Cushion, Desk, Dish, Doormat, Drawer, Frame, Gloves, Hammock, Hat, Jacket, Jar
    Jug, Kettle, Keyring, Lamp, Lantern, Lunch Box, Mirror, Mitten, Mug, Notebook, Pan
    Pencil Case, Pillow, Planter, Plate, Pot, Purse, Rug, Sandals, Scarf, Shelf, Shoes, Slippers
    Stool, Table, Tie, Tote Bag, Towel, Tray, Trousers, Umbrella, Vase, Wallet, Watch
    Watering Can
    """)

  static let departments = WordList(
    """
    Art Supplies, Baby, Bakery, Bathroom, Bedding, Bicycles, Books, Camping, Children, Clothing
    Computers, Cooking, Crafts, Dairy, Drinks, Electronics, Fitness, Flowers, Furniture, Games
    Garden, Grocery, Hardware, Health, Hobbies, Home, Jewellery, Kitchen, Laundry, Lighting
    Luggage, Music, Office, Outdoor, Pets, Photography, Produce, Shoes, Sports, Stationery, Tools
    Toys, Travel, Watches
    """)

  static let colors = WordList(
    """
    amber, apricot, aqua, azure, beige, black, blue, bronze, brown, burgundy, charcoal, coral
    cream, crimson, cyan, emerald, fuchsia, gold, green, grey, indigo, ivory, jade, khaki
    lavender, lemon, lilac, lime, magenta, maroon, mauve, mint, navy, ochre, olive, orange, orchid
    peach, pearl, pink, plum, purple, red, rose, ruby, rust, salmon, sand, sapphire, scarlet
    sienna, silver, slate, tan, teal, terracotta, turquoise, umber, vermilion, violet, white
    yellow
    """)
}

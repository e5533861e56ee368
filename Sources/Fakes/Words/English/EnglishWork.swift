/// What people do, and how companies call and praise themselves.
enum EnglishWork {
  static let jobRanks = WordList(
    """
    Assistant, Associate, Chief, Deputy, Global, Head, Interim, Junior, Lead, Principal, Regional
    Senior, Staff, Trainee
    """)

  static let jobFields = WordList(
    """
    Accessibility, Accounts, Archive, Brand, Budget, Campaign, Catering, Claims, Communications
    Community, Compliance, Content, Customer, Data, Delivery, Design, Energy, Environment, Events
    Facilities, Field, Finance, Fleet, Grants, Health, Infrastructure, Innovation, Insights
    Laboratory, Learning, Logistics, Market, Media, Network, Operations, Partnerships, Payroll
    People, Platform, Policy, Product, Programme, Quality, Records, Research, Safety, Sales
    Security, Service, Software, Solutions, Sourcing, Support, Systems, Training, Transport
    Travel, Web
    """)

  static let jobRoles = WordList(
    """
    Administrator, Adviser, Analyst, Architect, Auditor, Consultant, Controller, Coordinator
    Designer, Developer, Director, Editor, Engineer, Facilitator, Inspector, Instructor, Librarian
    Manager, Mechanic, Negotiator, Nurse, Officer, Operator, Organiser, Partner, Planner, Producer
    Researcher, Reviewer, Scheduler, Scientist, Specialist, Strategist, Supervisor, Technician
    Tester, Translator, Writer
    """)

  static let companyForms = WordList("Group, Inc, Labs, Ltd, Partners, Studio, Trust, Works")

  static let pitchQualities = WordList(
    """
    Affordable, Attentive, Balanced, Calm, Careful, Circular, Clear, Compact, Considered
    Cooperative, Dependable, Distributed, Durable, Effortless, Everyday, Fair, Fast, Flexible
    Friendly, Gentle, Handmade, Honest, Human, Independent, Intelligent, Inventive, Light, Local
    Low-waste, Measured, Modern, Modular, Neighbourly, Open, Paperless, Patient, Personal, Playful
    Practical, Precise, Predictable, Quiet, Reliable, Repairable, Resilient, Responsible, Scalable
    Seamless, Shared, Simple, Smooth, Solar, Steady, Sturdy, Sustainable, Thoughtful, Transparent
    Universal, Weatherproof
    """)

  static let pitchThings = WordList(
    """
    accounting for small teams, advice for first-time founders, batteries for the long road
    bicycles for every hill, books for curious people, bread for the whole street
    care for ageing parents, classrooms without walls, coffee for night shifts
    cooling for hot cities, deliveries on two wheels, energy from the roof, farming by the hour
    forecasts for growers, furniture that moves with you, gardens for narrow balconies
    heating without smoke, homes for large families, insurance in plain words
    journeys without a car, kitchens for shared houses, lessons for late starters
    light for dark winters, maps for walkers, markets for used things, meals for busy weekdays
    medicine on time, music for quiet rooms, news for your neighbourhood
    packaging that comes back, parts for old machines, payments across borders
    pensions for freelancers, records that stay private, rooms for good meetings
    sensors for clean rivers, shoes for wet weather, software for workshops
    storage for family photos, support around the clock, tickets for small stages
    tools for careful work, toys that last, translation for courtrooms, tutors for tricky subjects
    walls that breathe, water for dry summers, windows for old houses, work that fits your life
    """)
}

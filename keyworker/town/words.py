"""What was written about people in the town: kind, plain, and never the same twice in a row."""

STRENGTHS = (
    "Keeps every appointment. Knows the neighbourhood and who can be asked.",
    "Patient with forms once they are read aloud. Has a friend who comes along.",
    "Gets up before six without an alarm. Laughs easily.",
    "Has moved four times and packed every box alone.",
)
# Area of life, and what helps there, as they say it.
HELPS = (
    ("family", "My sister takes the children on Thursdays."),
    ("friends", "The women at the laundrette tell me who rents."),
    ("work", "I have never missed a shift."),
    ("culture", "I sing in the choir. Nobody asks questions there."),
    ("health", "I walk an hour every day."),
)
NOTES = (
    "We met at the kitchen table. {name} had the letters sorted by date. We wrote to the landlord together; I take the"
    " letter with me. On the telephone {name} would like me to speak slowly.",
    "{name} came early, and has called two of the five places without me; one has time on Thursday. I am to wait"
    " outside, not to come in.",
    "Short walk around the block, because talking is easier that way. The nights are still bad. Next time we look at"
    " the budget.",
    "Good news: there is a place. {name} filled in the form and I took it along. Hard: the bus is dear.",
)
SUMMARIES = (
    "Talked about the week and the next letter.",
    "Looked at two flats together.",
    "Went through the budget.",
    "Called the school from my phone, with them listening.",
)
STEPS = {
    "client": (
        "Bring the last three letters",
        "Visit the place and say what matters",
        "Ask my sister for a Sunday",
    ),
    "worker": ("Call the housing office and ask for a date", "Find out about the bus pass", "Write to the school"),
    "family": ("Come along to the first visit",),
}
TASKS = ("Call back about the letter", "Send the form to the housing office", "Ask the clinic for a morning time")
COSTS = ("Nothing.", "About 40 for the bus; the program pays.", "A deposit of 900: 600 from the fund, 300 of my own.")
ONE_DAY = (
    ("housing", "A place of my own with a door that I lock."),
    ("work", "Work that I like, near home."),
    ("family", "Sunday dinners with everybody at one table."),
)
SO_FAR = ("I made the call.", "", "We have seen two places. One was light.")
CONTINGENCY = "If the place falls through: call me the same day. At night and at weekends the number on the fridge."
REFERRERS = (
    ("professional", "Dr. Helen Marsh", "Harbor Clinic"),
    ("partner", "Joanne Adler", "St. Brendan's Kitchen"),
    ("family", "an aunt", ""),
    ("self", "", ""),
)
WENT_WELL = (
    "I called them myself. Three times.",
    "The mornings are quieter. We laughed on Sunday.",
    "I slept four nights in a row.",
)
CHANGED = ("The bus stopped running, so we changed the day.", "A sister moved here and helps now.", "")
ACHIEVED = ("I have my own key.", "I pay my own rent and have done so for four months.", "Both are in school.")
SUPPORTS = (
    "The neighbour on Fridays; the tenants' line; the clinic every other month.",
    "The choir on Thursdays, and the number on the fridge.",
)
ALERT = "Ask for the code word before you say anything."
# What it is, the file's name, what others should know of it, and what it says.
PAPERS = (
    (
        "Letter from the landlord",
        "letter-landlord.txt",
        "letter",
        "Came by post. We answer it together.",
        "Harbor Property Management\n\n{day}\n\nDear {full_name},\n\nthe rent for last month has not reached us yet."
        " Please call our office, or bring this letter along, so that we can agree on a day.\n\nWith kind regards\n",
    ),
    (
        "Place on the list of the housing office",
        "housing-office.txt",
        "decision",
        "",
        "City Housing Office\n\n{day}\n\n{full_name} is on the list for a flat with two rooms. We write again as soon"
        " as one is free. Please tell us when your address changes.\n",
    ),
    (
        "Note from the school",
        "school.txt",
        "letter",
        "Keep it for the enrolment.",
        "Quay Street School\n\n{day}\n\n{full_name} came to our office today and asked about a place for September."
        " We need the letter about the address by the end of the month.\n",
    ),
)
# What the landlord wrote once they had spoken: a newer version of the first letter.
ANSWER = (
    "Harbor Property Management\n\n{day}\n\nDear {full_name},\n\nthank you for coming by. We agree to what we spoke"
    " about: the rent for last month in two parts, the first by the tenth.\n\nWith kind regards\n"
)
# What somebody thinks of the house, and what kind of word it is.
IN_THE_SHELTER = "The lamp by the back door has been broken for a week. I am afraid to come home late."
VOICES = (
    ("complaint", "I waited an hour in the hall, and nobody told me why."),
    ("compliment", "You came along to the court. I would not have gone alone."),
)

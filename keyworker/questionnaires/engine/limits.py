"""How large a questionnaire, an answer and an expression may be: uploads are other people's code and data.

The numbers leave a wide margin: the longest real instrument we hold has 85 items, four levels and expressions of
490 characters.
"""

BYTES = 2_000_000
JSON_DEPTH = 60
ITEMS = 1_000
ITEM_DEPTH = 12
OPTIONS = 1_000
TEXT = 20_000
LINK_ID = 255
CONDITIONS = 50

EXPRESSIONS = 300
EXPRESSION_LENGTH = 4_000
EXPRESSION_NESTING = 30
EXPRESSION_DEPTH = 150
EXPRESSION_NODES = 3_000
PATTERN_LENGTH = 500

# One evaluation, and all the evaluations on one set of answers. Steps come first: they are the same on every machine.
# Then calculations give up by themselves, which names the one; then the kernel ends the process, whatever it is at.
STEPS = 30_000
STEPS_IN_ALL = 100_000
GIVE_UP_SECONDS = 0.15
CPU_SECONDS = 0.2
# Looking an upload over: reading it whole, and filling it in three times.
CHECK_SECONDS = 5.0
MEMORY = 1 << 30
COLLECTION = 5_000
STRING = 20_000
DIGITS = 400
ROUNDS = 12

ANSWER_TEXT = 10_000
ANSWERS_TO_ONE_QUESTION = 50
OCCURRENCES = 30
NUMBER_DIGITS = 18

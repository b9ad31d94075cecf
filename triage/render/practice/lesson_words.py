"""What a practice session says and offers around its exercises."""

from __future__ import annotations

GO_ON, ANEW, FINISH = "*go_on", "*anew", "*finish"
"""Lines of menus."""

WELCOME = "Practise on invented patients. This teaches; it diagnoses nobody."
UNFINISHED = "There is an unfinished practice of yours. How do you want to begin?"
GOING_ON = {GO_ON: "Go on where I stopped", ANEW: "Start anew"}
GONE = "That practice cannot go on: {problem}. A new one begins."
ANOTHER = "What do you want to do?"
AFTER = {FINISH: "Finish", GO_ON: "Practise with another patient"}
NEXT = {GO_ON: "Go on with the next patient of the set", FINISH: "Stop here for now"}
IN_MEMORY = "An unfinished practice cannot be kept here ({reason})."
PUT_ASIDE = (
    "Your unfinished practice was begun with other rules and cannot go on. It is put aside as"
    " {path}."
)
KEPT = "Your practice is kept. Give the same command again to go on."
DONE = "You finished this patient. Nothing else was under way."
LEFT = "You left before the end. Nothing is kept."

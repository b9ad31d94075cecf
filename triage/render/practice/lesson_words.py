"""What a practice session says and offers."""

from __future__ import annotations

from triage.practice.records.commitment import NO_CAUSE
from triage.practice.records.commitment import SURENESS as SURENESSES

GO_ON, ANEW, STOP, SAID, YES, NO, FINISH = (
    "*go_on",
    "*anew",
    "*stop",
    "*said",
    "*yes",
    "*no",
    "*finish",
)
"""Lines of menus; the star keeps them apart from the ids of questions and causes."""

WELCOME = "Practise on invented patients. This teaches; it diagnoses nobody."
UNFINISHED = "There is an unfinished practice of yours. How do you want to begin?"
GOING_ON = {GO_ON: "Go on where I stopped", ANEW: "Start anew"}
GONE = "That practice cannot go on: {problem}. A new one begins."
ASK = "What do you want to ask next? Type a part of the question to find it. Asked so far: {count}."
STOPPING = {STOP: "Stop asking and commit"}
SO_FAR = "This is what was said so far."
ASKING_ON = {GO_ON: "Ask on"}
SAID_SO_FAR = {SAID: "Read again what was said so far"}
HEARD = "What was heard stays heard. Ask on, or stop and commit."
LEVEL = "How soon does this patient need help?"
CAUSES = ("Which cause do you put first?", "Which one second?", "Which one third?")
NO_FURTHER = {NO_CAUSE: "No cause, or no further one"}
SURE = "How sure are you that this cause fits?"
_SURENESS = ("Hardly sure", "A little sure", "Half sure", "Fairly sure", "Almost certain")
SURENESS = {value: f"{words} ({value})" for value, words in zip(SURENESSES, _SURENESS, strict=True)}
EMERGENCY = "Is this an emergency?"
JUDGING = {YES: "Yes, an emergency", NO: "No, not an emergency"}
FACT = "You have this cause in mind: {cause}. Now you hear: {fact} How does that change it?"
SCALE = {
    "2": "+2: much more likely",
    "1": "+1: more likely",
    "0": "0: no change",
    "-1": "−1: less likely",
    "-2": "−2: much less likely",
}
RANK = ("Which question could tell most now?", "Which one comes second?")
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

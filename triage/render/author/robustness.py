"""What one wrong answer does, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from triage.analysis.robustness.slips import SlipKind
from triage.analysis.robustness.wrong_answers import Fall, Robustness, Tried
from triage.language.conditions import Is
from triage.language.safe import Safe
from triage.render.author.failures import place
from triage.render.author.pasteable_case import comment_lines


def robustness_text(found: Robustness) -> Safe:
    """The share in all, by kind of slip and by question, then the worst falls with a property for
    each.
    """
    return Safe.joined(map(Safe.line, _lines(found)))


def robustness_json(found: Robustness) -> dict[str, object]:
    """The report as plain data."""
    return {
        "ruleset": asdict(found.ruleset),
        "level": found.level.id,
        "cases": found.cases,
        **_tried_json(found.all),
        "kinds": {kind.value: _tried_json(one) for kind, one in found.by_kind.items()},
        "questions": {
            name: _tried_json(one) for name, one in found.by_question.items() if one.tries
        },
        "worst": [_fall_json(fall) for fall in found.worst],
        "falls": [_fall_json(fall, with_property=False) for fall in found.falls],
    }


def _tried_json(tried: Tried) -> dict[str, object]:
    return {"tries": tried.tries, "falls": tried.falls, "share": tried.share}


def _fall_json(fall: Fall, *, with_property: bool = True) -> dict[str, object]:
    slip = fall.slip
    plain: dict[str, object] = {
        "case": fall.case.id,
        "question": slip.question,
        "slip": slip.kind.value,
        "option": slip.option,
        "from": fall.level.id,
        "to": fall.fallen_to.id,
    }
    return plain | ({"property": property_yaml(fall)} if with_property else {})


def _lines(found: Robustness) -> Iterator[str]:
    number = f"{found.cases:,} {'case' if found.cases == 1 else 'cases'}"
    yield f"{found.ruleset}: {number} at {found.level.id}"
    if not found.cases:
        return
    yield f"one wrong answer lowers the level in {_share(found.all)} tries"
    for kind, one in found.by_kind.items():
        yield f"  {kind.value}: {_share(one)}{'' if kind.hides else ', counted apart'}"
    fallen = [(name, one) for name, one in found.by_question.items() if one.falls]
    if fallen:
        yield "by question:"
    for name, one in sorted(fallen, key=lambda pair: -pair[1].share):
        yield f"  {name}: {_share(one)}"
    if found.worst:
        yield ""
        yield "The worst, each with the property that would close it:"
    for fall in found.worst:
        yield ""
        yield f"{place(fall.case.span)}: {fall_words(fall)}"
        yield from property_yaml(fall).splitlines()


def _share(tried: Tried) -> str:
    return f"{tried.falls:,} of {tried.tries:,} ({tried.share:.1%})"


def fall_words(fall: Fall) -> str:
    """The case, what is wrong in which answer, and how far the level falls."""
    slip = fall.slip
    what = {
        SlipKind.BLANK: f"{slip.question} left blank",
        SlipKind.OTHER: f"{slip.question}: {slip.option} by mistake",
        SlipKind.LEFT_OUT: f"{slip.question}: {slip.option} left out",
        SlipKind.ADDED: f"{slip.question}: {slip.option} ticked too",
    }[slip.kind]
    return f"{fall.case.id}, {what}: {fall.level.id} → {fall.fallen_to.id}"


def property_yaml(fall: Fall) -> str:
    """The property that would close the fall, to be pasted below `properties:`; a comment where
    nothing else was said that could bring the level.
    """
    if not fall.still_said:
        said = f"nothing else is said that could bring {fall.level.id}: no property can close this"
        return "\n".join(comment_lines([said], "  #"))
    option = f"-{fall.slip.option}" if fall.slip.option else ""
    name = f"{fall.case.id}-{fall.slip.question}{option}".replace("_", "-").replace(".", "-")[:64]
    parts = "\n".join(f"          - {_condition(fact)}" for fact in fall.still_said)
    return (
        f"  - id: {name}\n"
        f"    because: One wrong answer to `{fall.slip.question}` may not hide this.\n"
        "    always:\n"
        "      when:\n"
        "        all:\n"
        f"{parts}\n"
        f"      at_least: {fall.level.id}"
    )


def _condition(fact: Is) -> str:
    return f"{{{fact.question}: {_quoted(fact.option)}}}"


def _quoted(option: str) -> str:
    return f'"{option}"' if option in ("yes", "no", "on", "off", "true", "false") else option

"""What the programme promises whatever the rule set, each with the test of ours that holds it.

A hazard names one as `{test: id}`. A test of the house sees that each test named here is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Promise(NamedTuple):
    """What is promised, in one sentence, and the test that would fail without it."""

    says: str
    file: str
    test: str

    @property
    def held_by(self) -> str:
        """The test, as it is called."""
        return f"{self.file}::{self.test}"


PROMISES: Mapping[str, Promise] = {
    "emergency-at-once": Promise(
        "An emergency is shown at once, in the middle of the interview.",
        "tests/talk/test_conversation.py",
        "test_the_emergency_card_comes_at_once_and_stopping_leads_to_the_result",
    ),
    "emergency-in-kept-answers": Promise(
        "An emergency in unfinished answers is shown before anything else is asked.",
        "tests/talk/test_conversation.py",
        "test_an_emergency_in_unfinished_answers_is_shown_before_anything_is_asked",
    ),
    "plainer-question": Promise(
        "Whoever is not sure about a warning sign is asked in plainer words.",
        "tests/interview/test_state.py",
        "test_not_sure_about_a_warning_sign_gets_one_plainer_wording",
    ),
    "unsure-signs-are-listed": Promise(
        "The result lists what the answers not sure could mean, with the number to call.",
        "tests/render/test_result.py",
        "test_unsure_options_that_would_be_an_emergency_are_listed_with_the_number",
    ),
    "what-was-left-out": Promise(
        "The lowest level says first what was not said, and what could still raise it.",
        "tests/render/test_plan.py",
        "test_what_was_not_said_and_the_level_rests_on_comes_first",
    ),
    "answers-of-another-version": Promise(
        "Kept answers to another version are told, and what no longer fits is asked again.",
        "tests/interview/test_store.py",
        "test_a_changed_rule_set_is_reported_and_the_answers_that_fit_are_kept",
    ),
    "new-option-is-no-no": Promise(
        "An option that a later version brought is never taken for a no in earlier answers.",
        "tests/interview/test_store.py",
        "test_an_option_added_later_is_never_taken_for_a_no",
    ),
    "answers-are-reviewed": Promise(
        "All answers are shown at the end, and each can be changed.",
        "tests/talk/test_conversation.py",
        "test_the_review_shows_every_answer_in_the_four_different_ways",
    ),
    "follow-up-keeps": Promise(
        "Whoever passes over a follow-up, or is not sure, keeps what was ticked.",
        "tests/interview/test_follow_up.py",
        "test_whoever_passes_over_a_follow_up_keeps_the_option",
    ),
    "what-follows-is-asked-again": Promise(
        "Where an answer is changed, what depends on it is asked again.",
        "tests/interview/test_state.py",
        "test_changing_an_answer_asks_only_what_follows_from_it",
    ),
    "no-diagnosis-no-comfort": Promise(
        "No word of a result promises, commands or names an illness as had.",
        "tests/render/test_plan.py",
        "test_no_word_promises_commands_diagnoses_or_is_for_authors",
    ),
    "no-cause-no-comfort": Promise(
        "A result without a cause says that this does not mean that all is well.",
        "tests/render/test_result.py",
        "test_no_candidate_is_no_reassurance",
    ),
    "added-is-marked": Promise(
        "What was added bears another mark than what the documents say.",
        "tests/render/test_result.py",
        "test_added_knowledge_stands_apart_in_the_list_of_sources",
    ),
    "unchecked-is-marked": Promise(
        "What rests on a source that nobody read says so wherever it is shown.",
        "tests/commands/test_evidence.py",
        "test_each_page_says_of_a_claim_that_it_was_not_checked",
    ),
    "old-source-is-found": Promise(
        "A check finds sources that were read more than two years ago.",
        "tests/analysis/test_evidence.py",
        "test_a_source_grows_old_on_the_day_that_is_today",
    ),
    "rule-set-is-named": Promise(
        "A result names the rule set with its version and digest, and the engine.",
        "tests/render/test_result.py",
        "test_it_says_which_rules_and_which_engine_made_it",
    ),
    "no-stranger-is-taken": Promise(
        "A rule set that lies around is never taken without being named.",
        "tests/commands/test_which_rules.py",
        "test_a_rule_set_further_up_is_not_taken",
    ),
    "number-of-the-place": Promise(
        "Where the place is not known, the words for the number to call fit everywhere.",
        "tests/render/test_region.py",
        "test_an_unknown_place_gets_words_that_fit_everywhere",
    ),
    "number-stands-not-alone": Promise(
        "A number guessed from the place stands beside words that fit everywhere.",
        "tests/render/test_region.py",
        "test_the_territory_gives_a_number_that_does_not_stand_alone",
    ),
    "colour-says-nothing-alone": Promise(
        "Colour adds nothing but colour: without it the text is the same.",
        "tests/render/test_text.py",
        "test_colour_adds_nothing_but_colour",
    ),
    "read-aloud": Promise(
        "Every page passes the checks for screen readers, in a real browser.",
        "tests/render/test_browser.py",
        "test_axe_finds_nothing",
    ),
    "numbered-lines": Promise(
        "All that can be chosen comes as numbered lines too, for screen readers.",
        "tests/prompts/test_plain.py",
        "test_everything_that_can_be_typed_is_shown_in_lines_without_control_characters",
    ),
    "begins-with-what-it-is": Promise(
        "An interview begins with what this is and is not, and the number to call.",
        "tests/talk/test_conversation.py",
        "test_it_begins_with_what_it_is_and_the_number_to_call",
    ),
    "short-sentences": Promise(
        "A check finds sentences of 20 words or more, and texts that are hard to read.",
        "tests/analysis/test_check.py",
        "test_each_finding_is_said_in_full",
    ),
    "intended-use-is-told": Promise(
        "What it is for, and what not, stands in `about`, on results and in the handbook.",
        "tests/commands/test_evidence.py",
        "test_about_and_results_tell_the_same_intended_use",
    ),
    "risk-is-told-as-risk": Promise(
        "What only raises a chance is told as a chance, not as a fit.",
        "tests/render/test_result.py",
        "test_what_only_makes_a_cause_likelier_stands_apart",
    ),
    "engines-agree": Promise(
        "Two engines, built apart, draw the same conclusions.",
        "tests/engine/test_agreement.py",
        "test_every_engine_means_what_random_rules_say",
    ),
}

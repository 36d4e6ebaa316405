"""The recovery desk's pages. A period is `2011-09` or `2011-Q3`."""

from django.urls import path, register_converter

from regain.desks.recovery.web import (
    acting,
    back,
    case,
    cases,
    cycle,
    cycles,
    decision,
    executives,
    heard,
    letters,
    needs,
    queue,
    results,
)
from regain.desks.recovery.web.call import ending, noting, page, promising


class PeriodConverter:
    """The path converter `<period:…>`."""

    regex = r"[0-9]{4}-(?:[0-9]{2}|[qQ][1-4])"

    def to_python(self, value: str) -> str:
        """The period as it is stored."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """The period in an address."""
        return value


class WhoseConverter:
    """The path converter `<whose:…>`: one of the lists of cases."""

    regex = "mine|free|team|all|ended"

    def to_python(self, value: str) -> str:
        """The list's name."""
        return value

    def to_url(self, value: str) -> str:
        """The list in an address."""
        return value


register_converter(PeriodConverter, "period")
register_converter(WhoseConverter, "whose")

app_name = "recovery"
urlpatterns = [
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/drafting/<int:job_id>/", cycles.drafting, name="drafting"),
    path("cycles/<period:period>/", cycle.cycle, name="cycle"),
    path("cycles/<period:period>/decisions/", cycle.decisions, name="decisions"),
    path("cycles/<period:period>/decisions/export/", cycle.decisions_export, name="decisions_export"),
    path("cycles/<period:period>/results/", results.results, name="results"),
    path("cycles/<period:period>/approval/", cycle.approval, name="approval"),
    path("cycles/<period:period>/approval/withdrawal/", cycle.approval_withdrawal, name="approval_withdrawal"),
    path("decisions/<int:decision_id>/", decision.decision, name="decision"),
    path("decisions/<int:decision_id>/move/", decision.move, name="move"),
    path("decisions/<int:decision_id>/swap/", decision.swap, name="swap"),
    path("decisions/<int:decision_id>/assignment/", decision.assignment, name="assignment"),
    path("queue/", queue.queue, name="queue"),
    path("queue/next/", queue.next_call, name="next"),
    path("cases/<whose:whose>/", cases.cases, name="cases"),
    path("cases/<whose:whose>/export/", cases.cases_export, name="cases_export"),
    path("cases/<whose:whose>/handing/", cases.handing_over, name="handing"),
    path("cases/<int:case_id>/hold/", acting.keep, name="keep"),
    path("cases/<int:case_id>/release/", acting.release, name="release"),
    path("cases/<int:case_id>/taking-over/", acting.take_over, name="take_over"),
    path("cases/<int:case_id>/snooze/", acting.snooze, name="snooze"),
    path("cases/<int:case_id>/callback/", acting.call_back, name="call_back"),
    path("cases/<int:case_id>/patience/", acting.park, name="park"),
    path("cases/<int:case_id>/patience/end/", acting.unpark, name="unpark"),
    path("cases/<int:case_id>/owner/", acting.hand_over, name="hand_over"),
    path("cases/<int:case_id>/ending/", acting.end_case, name="end_case"),
    path("cases/<int:case_id>/reopening/", acting.reopen_case, name="reopen_case"),
    path("calls/", executives.calls, name="calls"),
    path("calls/briefs.pdf", executives.briefs_pdf, name="briefs_pdf"),
    path("cases/<int:case_id>/brief/", executives.brief, name="brief"),
    path("cases/<int:case_id>/brief.pdf", executives.brief_pdf, name="brief_pdf"),
    path("cases/<int:case_id>/hear/", heard.hear, name="hear"),
    path("cases/<int:case_id>/heard/", heard.heard, name="heard"),
    path("cases/<int:case_id>/plan/", executives.plan, name="plan"),
    path("cases/<int:case_id>/plan.ics", executives.plan_file, name="plan_file"),
    path("cases/<int:case_id>/call/", page.begin, name="begin"),
    path("cases/<int:case_id>/left-alone/undo/", ending.stop_undo, name="stop_undo"),
    path("calls/<int:call_id>/", page.call, name="call"),
    path("calls/<int:call_id>/step/", page.call_step, name="call_step"),
    path("calls/<int:call_id>/words/", page.call_words, name="call_words"),
    path("calls/<int:call_id>/pulse/", page.call_pulse, name="call_pulse"),
    path("calls/<int:call_id>/asides/<int:aside_id>/", page.call_aside, name="call_aside"),
    path("calls/<int:call_id>/quotes/", noting.call_quotes, name="call_quotes"),
    path("calls/<int:call_id>/quotes/<int:quote_id>/withdrawal/", noting.call_quote, name="call_quote"),
    path("calls/<int:call_id>/quotes/<int:quote_id>/coaching/", noting.call_coaching, name="call_coaching"),
    path("calls/<int:call_id>/diagnosis/", noting.call_diagnosis, name="call_diagnosis"),
    path("calls/<int:call_id>/verification/", noting.call_verification, name="call_verification"),
    path("calls/<int:call_id>/catalogue/", noting.call_catalogue, name="call_catalogue"),
    path("calls/<int:call_id>/requirements/<int:requirement_id>/", noting.call_requirement, name="call_requirement"),
    path("calls/<int:call_id>/support/", promising.call_support, name="call_support"),
    path("support/<int:support_id>/", promising.support, name="support"),
    path("calls/<int:call_id>/proposals/", promising.call_proposals, name="call_proposals"),
    path("calls/<int:call_id>/proposals/<int:proposal_id>/", promising.call_proposal, name="call_proposal"),
    path("calls/<int:call_id>/dial/", ending.call_dial, name="call_dial"),
    path("calls/<int:call_id>/end/", ending.call_end, name="call_end"),
    path("calls/<int:call_id>/left-alone/", ending.call_stop, name="call_stop"),
    path("back/<str:key>/", back.way_back, name="way_back"),
    path("back/<str:key>/stop/", back.stop, name="way_back_stop"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/notes/", case.notes, name="notes"),
    path("cases/<int:case_id>/requirements/", case.requirements, name="requirements"),
    path("cases/<int:case_id>/telling/", case.telling, name="telling"),
    path("cases/<int:case_id>/telling/letter/", letters.telling_letter, name="telling_letter"),
    path("cases/<int:case_id>/proposals/", case.proposals, name="proposals"),
    path("cases/<int:case_id>/way-back/", case.links, name="links"),
    path("cases/<int:case_id>/unattended/", letters.unattended, name="unattended"),
    path("cases/<int:case_id>/left-alone/", case.left_alone, name="left_alone"),
    path("requirements/<int:requirement_id>/", case.requirement, name="requirement"),
    path("proposals/<int:proposal_id>/", case.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/letter/", letters.proposal_letter, name="proposal_letter"),
    path("way-back/<int:link_id>/withdrawal/", case.link, name="link"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("touches/", letters.touches, name="touches"),
    path("touches/<int:touch_id>/", letters.touch, name="touch"),
    path("cycles/<period:period>/letters/", letters.letters, name="letters"),
    path("cycles/<period:period>/letters/export/", letters.letters_export, name="letters_export"),
    path("cycles/<period:period>/mailings/", letters.mailings, name="mailings"),
    path("mailings/<int:mailing_id>/file/", letters.mailing_file, name="mailing_file"),
    path("mailings/<int:mailing_id>/posting/", letters.mailing_posted, name="mailing_posted"),
    path("needs/", needs.needs, name="needs"),
    path("needs/export/", needs.needs_export, name="needs_export"),
    path("needs/grouping/", needs.grouping_, name="grouping"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("needs/<int:need_id>/change/", needs.need_change, name="need_change"),
    path("needs/<int:need_id>/meeting/", needs.need_meeting, name="need_meeting"),
    path("needs/<int:need_id>/meeting/back/", needs.need_meeting_back, name="need_meeting_back"),
]

"""What goes out in writing: the letters of a cycle, one letter of a case, slow contact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.actions import lettering, mailing, returning, touching
from regain.desks.recovery.queries import finding, planned
from regain.desks.recovery.queries import letters as queries
from regain.desks.recovery.queries.cases import case_row
from regain.desks.recovery.queries.patience import touch_row
from regain.desks.recovery.queries.sheet import sheet
from regain.desks.recovery.rules.letters import Standing
from regain.desks.recovery.web.case import whole
from regain.desks.recovery.web.cycle import tabs
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say

if TYPE_CHECKING:
    from regain.desks.recovery.models import Letter


class UnknownAct(Invalid):
    """No such button."""


@dataclass(frozen=True)
class LettersScreen:
    """The page with the way up."""

    letters: queries.LettersPage
    up: list[Crumb]
    tabs: list[Tab]


def letters(request: HttpRequest, period: str) -> HttpResponse:
    """The letters of a cycle; a POST has them prepared."""
    by, cycle = actor_of(request), finding.cycle_row(period)
    if request.method == "POST":
        mailing.want_letters(by=by, at=clock.now(), cycle=cycle, how=request.POST.get("how", ""))
        say(request, _("The letters are being prepared. Nothing leaves by that."))
        return redirect("recovery:letters", period=period)
    page = queries.letters_page(cycle=cycle)
    nothing = Nothing(
        _("No letter is prepared yet"),
        _("Prepare them all: each customer is asked about at the guard, and nothing leaves by that."),
        icon="mail",
    )
    around = Around(nothing, export=reverse("recovery:letters_export", args=[period]))
    table = listing(request, queries.SPEC, queries.LetterRows(cycle), around)
    up = [Crumb(_("Rescue cycles"), reverse("recovery:cycles"))]
    shown = LettersScreen(page, up, tabs(request, period, current="letters"))
    return show(request, "recovery/letters/letters.html", shown, table)


def letters_export(request: HttpRequest, period: str) -> HttpResponseBase:
    """The list as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    state = TableState.parse(queries.SPEC, dict(request.GET.lists()))
    return export(kind, state, queries.LetterRows(finding.cycle_row(period)), f"letters-{period}")


def mailings(request: HttpRequest, period: str) -> HttpResponse:
    """Make whatever is ready into a file, or send it."""
    by, cycle = actor_of(request), finding.cycle_row(period)
    mailing.want_mailing(by=by, at=clock.now(), cycle=cycle, form=request.POST.get("form", ""))
    say(request, _("It is being made; it appears below."))
    return redirect("recovery:letters", period=period)


def mailing_file(request: HttpRequest, mailing_id: int) -> HttpResponseBase:
    """The file of a mailing."""
    row = queries.mailing_row(mailing_id)
    file = queries.file_of(row)
    if not row.file or not file.is_file():
        raise Http404
    stopped = queries.to_pull(row, is_posted=True)
    if stopped:
        raise lettering.LeftAlone(
            _("Asked to be left alone since this was made: %(names)s. Make it again without them.")
            % {"names": queries.names_to_pull(stopped)}
        )
    return FileResponse(file.open("rb"), as_attachment=True, filename=row.file)


def mailing_posted(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """All of it is in the post; or the file is to be made again."""
    row, pulled = queries.mailing_row(mailing_id), bool(request.POST.get("pulled"))
    if request.POST.get("do") == "again":
        row = mailing.remake_mailing(by=actor_of(request), at=clock.now(), mailing=row)
        say(request, _("The file is made again without those who asked to be left alone."))
        return redirect("recovery:letters", period=row.cycle.period)
    row = mailing.post_mailing(by=actor_of(request), at=clock.now(), mailing=row, are_pulled=pulled)
    say(request, _("Noted: these letters are on their way."))
    return redirect("recovery:letters", period=row.cycle.period)


def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter, as it is printed; a POST tries it again, posts it or drops it."""
    by, at = actor_of(request), clock.now()
    row = queries.letter_row(by=by, pk=letter_id)
    if request.method == "POST":
        match request.POST.get("do"):
            case "print":
                return _printed(request, row)
            case "again":
                tell_standing(request, lettering.try_letter_again(by=by, at=at, letter=row))
            case "post":
                lettering.post_letter(by=by, at=at, letter=row)
                say(request, _("Noted: it is on its way."))
            case "drop":
                lettering.drop_letter(by=by, at=at, letter=row, because=request.POST.get("because", ""))
                say(request, _("Dropped."))
            case _other:
                raise UnknownAct(_("Choose one of the buttons."))
        return redirect("recovery:letter", letter_id=letter_id)
    page = sheet(row, at=at)
    up = [Crumb(page.case_title, reverse("recovery:case", args=[page.case]))]
    return screen(request, "recovery/letters/letter.html", page, up=up)


def _printed(request: HttpRequest, row: "Letter") -> HttpResponse:
    """The sheet with a way back of its own, this once."""
    by, at = actor_of(request), clock.now()
    if not sheet(row, at=at).may_print:
        raise lettering.LetterIsOver(_("Only a letter that is ready and not yet on its way can be printed."))
    address = ""
    if row.case is not None and row.case.is_open:
        address = whole(request, returning.make_return_link(by=by, at=at, case=row.case).key)
    page = sheet(row, at=at, way_back=address)
    up = [Crumb(page.case_title, reverse("recovery:case", args=[page.case]))]
    response = screen(request, "recovery/letters/letter.html", page, up=up)
    response["Cache-Control"] = "no-store"
    return response


def proposal_letter(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Send an offer in writing."""
    by = actor_of(request)
    row = planned.proposal_of(by=by, pk=proposal_id)
    made = lettering.send_proposal(by=by, at=clock.now(), proposal=row, how=request.POST.get("how", ""))
    tell_standing(request, made)
    return redirect("recovery:letter", letter_id=made.pk)


def telling_letter(request: HttpRequest, case_id: int) -> HttpResponse:
    """Tell them in writing what we changed."""
    by = actor_of(request)
    row = case_row(pk=case_id, by=by)
    made = lettering.write_telling(by=by, at=clock.now(), case=row, how=request.POST.get("how", ""))
    tell_standing(request, made)
    return redirect("recovery:letter", letter_id=made.pk)


def touches(request: HttpRequest) -> HttpResponse:
    """Whom to stay in touch with."""
    return screen(request, "recovery/touches.html", planned.touches_page(by=actor_of(request), at=clock.now()))


def touch(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Make a slow contact, skip it, or note that they answered."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    row = touch_row(by=by, pk=touch_id)
    match sent.get("do"):
        case "make":
            made = touching.make_touch(by=by, at=at, touch=row, how=sent.get("how", ""), words=sent.get("words", ""))
            waits = made.made_at is None
            sentence = (
                _("The guard says not now; the letter waits.") if waits else _("Done. The next one comes by itself.")
            )
            say(request, sentence, tone=Tone.WARN if waits else Tone.GOOD)
        case "skip":
            touching.skip_touch(by=by, at=at, touch=row, because=sent.get("because", ""))
            say(request, _("Skipped; the next one comes by itself."))
        case "answered":
            touching.answer_touch(by=by, at=at, touch=row)
            say(request, _("Good: somebody is there."))
        case _other:
            raise UnknownAct(_("Choose one of the buttons."))
    return redirect(reverse("recovery:case", args=[row.case_id]) + "#patience")


def unattended(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let slow contact leave by itself, or keep it in hand."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    row = case_row(pk=case_id, by=by)
    if sent.get("do") == "stop":
        touching.keep_touches_in_hand(by=by, at=at, case=row)
        say(request, _("From now on nothing leaves without a person."))
    else:
        touching.let_touches_leave(by=by, at=at, case=row, words=sent.get("words", ""))
        say(request, _("E-mails of slow contact leave by themselves now."))
    return redirect(reverse("recovery:case", args=[case_id]) + "#patience")


def tell_standing(request: HttpRequest, row: "Letter") -> None:
    """Say what became of a letter."""
    standing = queries.standing_of(row)
    if standing in {Standing.BLOCKED, Standing.HELD}:
        say(request, row.sentence, tone=Tone.WARN)
    else:
        say(request, _("It is on its way.") if standing is Standing.SENT else _("It is ready to be printed."))

"""How everything looks: the page around a screen, the components it is made of, tables, charts.

Nouns: Frame, Theme, Drawing, Listing. Verbs: none; the interface changes nothing.

A screen is a template that extends `ui/page.html` (blocks: title, purpose, crumbs, actions, content, width as
`narrow` or `wide`, head) or `ui/plain.html` for sign-in and the like (title, purpose, content, below). A view
answers with `screen(request, "room/page.html", page, fragment="room/_part.html")`. The gallery shows it all.

The tag library `ui` (a builtin; no `{% load %}` needed). Tones: good, warn, bad, info, busy, quiet.

    {% icon name [label=] [size=small|large] %}
    {% button label [href=] [variant=primary|secondary|quiet|danger] [icon=] [icon_after=]
              [kind=submit|button] [size=small|large] [only_icon=True] [disabled=True] [opens=dialog] [keys=]
              [any_attribute=] %}
    {% status label tone [detail] %}  {% badge label tone %}  {% chip label [href=] [remove=] [icon=] %}
    {% key "Ctrl+K" %}  {% avatar name [size] %}  {% interval estimate low high %}
    {% progress label [value] [maximum] [words=] [tone=] %}        without a value: nobody knows how long
    {% stat label value [unit=] [period=] [change=share or words] [against=] [better=up|down] [low=] [high=]
            [evidence=] [href=] [hero=True] %}                     inside {% stats [label] %}…{% endstats %}
    {% field form.name [hint=] [prefix=] [suffix=] [width=short|medium] [label=] [hide_label=True] %}
    {% errors form %}  {% form_fields form %}                      the summary; everything at once
    {% empty heading why [label=] [href=] [icon=] %}
    {% tabs [Tab…] label %}  {% steps [Step…] label %}  {% crumbs [Crumb…] %}  {% pills [Pill…] label %}
    {% card [title] [purpose] [level=] [flush=True] [tone=accent|quiet] [href= link=] [anchor=] %}…
    {% notice tone [title] [live=True] %}…{% endnotice %}
    {% facts [columns] %}{% fact label %}…{% endfact %}{% endfacts %}
    {% timeline [label] %}{% event title at [icon=] [tone=] [by=] [href=] %}…{% endevent %}{% endtimeline %}
    {% dialog anchor title [wide=True] [side=True] %}…{% enddialog %}
    {% menu label [icon=] [variant=] [only_icon=True] %}{% menu_item label [href=] [icon=] [tone=] %}…
    {% evidence [label] %}…{% endevidence %}  {% actions [sticky=True] %}…{% endactions %}
    {% filters action [target=] [label=] %}…{% endfilters %}       a form that sends itself
    {% poll url [every=] [anchor=] %}…{% endpoll %}                asks for its own replacement
    {% table listing %}  {% chart drawing %}                       see `ui.listing` and `ui.charts`

Filters: money[:exact|whole|compact]  number[:digits]  compact  percent[:digits]  signed  day[:month|long…]
moment[:time]  duration  shown  initials. Layout classes: r-stack, r-row, r-grid (r-grid-wide, r-grid-tight),
r-two (content and a side column), r-prose; `num` on cells of figures, r-quiet and r-faint on lesser words.

A list: declare a `kit.table.TableSpec`, answer states with a `Rows` source (`kit.memory_rows` for short lists), then
`table = listing(request, SPEC, rows, Around(nothing=Nothing(…), export=…))` and `show(request, template, page,
table)`; the template says `{% table listing %}`. Its export door is `kit.export.export(kind, state, rows, name)`.
Paper and slides: `ui.paper.pdf`, `ui.slides.pptx`, each in a process of its own.
A chart: `charts.in_and_out(…)` and its like give a `Drawing` for `{% chart drawing %}`; see `ui.charts`.
After an act: `toasts.say(request, "Saved.", undo="/path/")`. Refusals: `refusals.refusal(request, 409)`.
"""

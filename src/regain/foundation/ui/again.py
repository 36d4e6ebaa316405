"""`{% again "title" %}`: a block's content once more, so that a page's title is written in one place."""

from html import unescape
from typing import cast

from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.html import strip_tags

from regain.foundation.ui.library import register


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """The words of block `name` without its markup; nothing where no template fills it."""
    blocks = cast("BlockContext | None", context.render_context.get(BLOCK_CONTEXT_KEY))
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    with context.push():
        words: str = block.nodelist.render(context)
    return unescape(strip_tags(words)).strip()

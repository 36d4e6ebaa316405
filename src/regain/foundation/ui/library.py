"""The one register that the template library `ui` is made of; its parts fill it in."""

from django.template import Library

register = Library()

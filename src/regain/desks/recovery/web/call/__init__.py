"""The guided call's pages. A refusal inside a call is a sentence on the page, never a page of its own."""

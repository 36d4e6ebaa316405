"""A message as a mail program reads it."""

from email.encoders import encode_base64
from email.message import Message as Part
from email.mime.base import MIMEBase

from django.core.mail import EmailMessage

from regain.foundation.notices.models import Enclosure, Message


def mail_of(message: Message) -> EmailMessage:
    """The mail, with the same Message-ID at every try."""
    headers = {"Message-ID": message.message_id}
    if message.automatic:
        headers["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMessage(message.subject, message.text, None, [message.to], headers=headers)
    for enclosure in message.enclosures.order_by("pk"):
        mail.attach(_part(enclosure))
    return mail


def _part(enclosure: Enclosure) -> MIMEBase:
    kind = Part()
    kind["Content-Type"] = enclosure.kind
    part = MIMEBase(kind.get_content_maintype(), kind.get_content_subtype())
    for name, value in kind.get_params(failobj=[])[1:]:
        part.set_param(name, value)
    if part.get_content_maintype() == "text" and not part.get_content_charset():
        part.set_param("charset", "utf-8")
    part.set_payload(bytes(enclosure.body))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=enclosure.name)
    return part

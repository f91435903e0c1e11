"""One raw mail on stdin into the site, as its mailbox reader takes it. Run inside the site's environment."""

from __future__ import annotations

import logging
import sys

import django

django.setup()

from helpdesk.email import extract_email_metadata  # noqa: E402
from helpdesk.models import Queue  # noqa: E402

extract_email_metadata(sys.stdin.read(), Queue.objects.get(slug="support"), logging.getLogger("receive"))

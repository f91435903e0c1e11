"""Two queues, a bot and two agents with tokens; prints `name id token` for each user. Run inside the site's environment."""

from __future__ import annotations

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from helpdesk.models import Queue  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

for title in ("Support", "Billing"):
    Queue.objects.create(title=title, slug=title.lower(), email_address=f"{title.lower()}@helpdesk.example", locale="en")
for name in ("bot", "alice", "bob"):
    user = get_user_model().objects.create_superuser(name, f"{name}@staff.example", "test-password")
    print(name, user.pk, Token.objects.create(user=user).key)

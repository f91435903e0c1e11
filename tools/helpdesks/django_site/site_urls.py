"""django-helpdesk alone."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("helpdesk/", include("helpdesk.urls", namespace="helpdesk"))]
